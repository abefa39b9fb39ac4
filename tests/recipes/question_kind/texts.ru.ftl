stars-not-understood = Нажмите звёзды или напишите цифру от 1 до 5.
