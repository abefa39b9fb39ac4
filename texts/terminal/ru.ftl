# Что говорит командная строка. Файлы компании эти тексты не заменяют.

# Настройки


config-no-file = { $place }: такого файла нет; скопируйте в него config.example.toml или укажите другой файл через --config или OTKLIK_CONFIG.
config-unreadable = { $place }: не читается; нужен обычный файл, который этому пользователю разрешено открывать.
config-not-utf8 = { $place }: это не текст в UTF-8; сохраните файл в кодировке UTF-8.
config-syntax = { $place }, строка { $line }: это не TOML; строка — это [раздел], ключ = значение или # пояснение, а текст пишется в "кавычках".
config-not-a-section = { $place }: { $key } — это раздел: нужна строка [{ $key }], а под ней его ключи.
config-unknown = { $place }: имени { $key } нет; { $hint }.
config-guess = возможно, имеется в виду { $names }
config-choice = есть { $names }
config-underscores = { $place }: между разделом и ключом нужны два подчёркивания: { $names }.
config-wrong = { $place }: значение { $key } не подходит, нужно: { $expected }.
config-no-token = { $place }: нет telegram.token; впишите токен, который выдал @BotFather, туда или в OTKLIK_TELEGRAM__TOKEN.
config-two-tokens = { $place }: заданы и telegram.token, и telegram.token_file; оставьте что-то одно.
config-open-token-file = { $place }: файл из telegram.token_file может прочитать любой пользователь этой машины; закройте его: chmod 600.
config-webhook-incomplete = { $place }: к telegram.mode "webhook" нужны telegram.webhook_url и telegram.webhook_secret.
config-webhook-insecure = { $place }: telegram.webhook_url должен начинаться с https://, на другой Telegram не ходит.
config-open-file = { $place }: файл может прочитать любой пользователь этой машины, а в нём { $keys }; закройте его: chmod 600.
config-program-folder = { $place }: { $key } указывает на папку самой программы; сделайте свою, например "my-files", и укажите её.
config-webhook-readable = { $key } без https: всё, что пишут клиенты, видно по пути каждому; нужен адрес с https.
config-webhook-guessable = { $key } можно подобрать и слать боту что угодно от имени любого клиента; сделайте не короче { $least } знаков.
config-no-hours = { $place }: для support.holidays и support.days нужны support.hours: без них работа идёт круглосуточно; добавьте часы или уберите эти ключи.
config-limit-too-long = { $place }: { $key } больше рабочего времени целого года, такой срок не наступит; сделайте его короче или добавьте часы в support.hours.
config-no-zones = { $place }: business.timezone не проверить, на этой машине нет данных о часовых поясах; установите системный пакет tzdata.

# Каким бывает значение ключа настроек


expected-telegram-token = цифры, двоеточие и не меньше 30 латинских букв, цифр, знаков _ и -, как выдал @BotFather
expected-telegram-token-file = путь к текстовому файлу, в котором лежит только токен, выданный @BotFather
expected-telegram-api-url = адрес сервера Bot API, например "https://api.telegram.org"
expected-telegram-mode = "polling" или "webhook"
expected-telegram-webhook-url = адрес, по которому Telegram найдёт бота, например "https://bot.example.com/telegram"
expected-telegram-webhook-secret = от 1 до 256 латинских букв, цифр, знаков _ и -
expected-telegram-messages-per-second = число не меньше 0 (0 — без ограничения)
expected-telegram-group-messages-per-minute = число не меньше 0 (0 — без ограничения)
expected-telegram-proxy = адрес HTTP- или SOCKS5-прокси, например "socks5://user:password@proxy.example.com:1080", или список таких
expected-telegram-local-files = путь к существующей папке с файлами вашего сервера Bot API
expected-database-url = "sqlite:///" и путь к файлу или "postgresql://user:password@host/database"
expected-business-name = название компании, от 1 до 64 знаков
expected-business-timezone = название часового пояса, например "Europe/Moscow"
expected-business-language = "ru" или "en"
expected-business-currency = три заглавные латинские буквы, например "RUB"
expected-business-quiet-hours = два разных времени суток, например ["21:00", "09:00"]
expected-staff-owner-ids = список Telegram-id людей, например [123456789]
expected-staff-board = true или false: видят ли руководители доску тех в команде, кто согласился
expected-staff-support-chat = id группы — отрицательное число, например -1001234567890
expected-support-hours = дни и отрезки времени без наложений, например ["mon-fri 09:00-13:00 14:00-18:00", "sat 10:00-15:00"]
expected-support-holidays = код страны, праздники которой известны, например "RU", или её части, например "DE-BY"
expected-support-days = даты, каждая один раз, со словом "closed" или с часами, например ["2026-12-30 closed", "2026-12-31 10:00-14:00"]
expected-support-first-reply = рабочее время вроде "4h" или "30m"; дни пишутся в часах
expected-support-next-reply = рабочее время вроде "8h" или "30m"; дни пишутся в часах
expected-support-solution = рабочее время вроде "24h" или "90m"; дни пишутся в часах
expected-support-warn-before = рабочее время вроде "1h" или "30m"; дни пишутся в часах
expected-support-call-holder = рабочее время вроде "1h" или "30m"; дни пишутся в часах
expected-support-call-managers = рабочее время вроде "1h" или "30m"; дни пишутся в часах
expected-support-call-owners = рабочее время вроде "1h" или "30m"; дни пишутся в часах
expected-support-take-back = рабочее время вроде "1h" или "30m"; дни пишутся в часах
expected-support-names = true или false
expected-support-inbox = true или false
expected-surveys-directory = путь к существующей папке с файлами опросов
expected-outreach-weekly-cap = целое число от 0 до 50
expected-outreach-promotion = true или false: слать ли через этот канал предложения
expected-outreach-relational-rest = отрезок времени, например "90d" или "12h"
expected-outreach-survey-rest = отрезок времени, например "7d" или "12h"
expected-links-review = адрес вашей страницы на карте, например "https://maps.example.com/your-place/reviews"
expected-links-referral = адрес страницы для приглашённых друзей, например "https://example.com/bring-a-friend"
expected-winback-window = отрезок времени от "1d" до "365d", например "30d"
expected-campaigns-block-limit = доля больше 0 и не больше 1, например 0.02, то есть 2 %
expected-campaigns-complaint-limit = доля больше 0 и не больше 1, например 0.01, то есть 1 %
expected-digest-hour = час от 0 до 23, например 9
expected-alerts-unanswered-after = отрезок времени вроде "8h" или "30m"
expected-alerts-valuable-share = доля больше 0 и не больше 1, например 0.2 для лучшей пятой части
expected-targets-nps = пункты от -100 до 100, например 40
expected-targets-complaints-per-100 = число от 0, например 2.5
expected-targets-churn = доля от 0 до 1, например 0.05 для 5 %
expected-targets-response-rate = доля от 0 до 1, например 0.3 для 30 %
expected-targets-first-reply = отрезок времени вроде "2h" или "30m"
expected-outreach-holdout = доля от 0 до 0.5, например 0.1 — каждый десятый
expected-files-directory = путь к папке
expected-files-daily-megabytes = целое число от 0 до 100000
expected-files-daily-count = целое число от 0 до 10000
expected-files-keep = отрезок времени, например "365d"
expected-privacy-ask-consent = true или false
expected-privacy-text-version = от 1 до 32 латинских букв, цифр, знаков ., _ и -
expected-retention-answers = срок не короче "30d", например "365d"
expected-retention-complaints = срок не короче "30d", например "365d"
expected-retention-orders = срок не короче "30d", например "365d"
expected-retention-audit-log = срок не короче "30d", например "365d"
expected-retention-refused-lines = срок не короче "30d", например "90d"
expected-retention-sent-tables = срок не короче "30d", например "30d"
expected-retention-events = срок не короче "30d", например "400d"
expected-texts-directory = путь к существующей папке с файлами текстов
expected-backup-directory = путь к папке; если её нет, она появится
expected-backup-keep = целое число от 1 до 1000
expected-backup-at = время суток, например "03:30"
expected-http-listen = адрес и порт, например "127.0.0.1:8080"
expected-http-admin-listen = адрес и порт только для этой машины, например "127.0.0.1:8081"
expected-http-api-key = не меньше 16 знаков
expected-offers-file = путь к существующему файлу с предложениями
expected-hooks-directory = путь к существующей папке с файлами хуков
expected-journeys-directory = путь к папке с файлами цепочек
expected-webhooks-private-addresses = true или false
expected-http-ping-url = адрес, например "https://watch.example.com/ping/ваш-ключ"

# Команды


link-address = { $link }
link-words = Имя бота узнать не удалось. Тот, для кого ссылка, может написать боту: { $words }
link-file = Записан файл { $file }.
link-one-picture = На картинке помещается одна ссылка; назовите один --touchpoint или возьмите --print: там страница на каждое место.
link-other-ending = { $file }: имя картинки должно заканчиваться на .png или .svg.
link-no-name = Для кода нужно имя бота, а его не узнать: проверьте telegram.token и связь с Telegram.
link-not-written = { $file }: файл не записан, { $reason }.
invite-link =
    { $link }
    Отправьте эту ссылку тому, кого приглашаете. Кто первым откроет её и нажмёт «Старт», войдёт в команду (роль: { $role ->
        [owner] владелец
        [manager] руководитель
       *[support] поддержка
    }). Ссылка сработает один раз, в течение трёх дней.
invite-words =
    { $words }
    Кто первым отправит боту эти слова, войдёт в команду (роль: { $role ->
        [owner] владелец
        [manager] руководитель
       *[support] поддержка
    }). Они сработают один раз, в течение трёх дней.
notice-no-token = Токена telegram.token ещё нет: для «otklik run» нужен тот, что выдаёт @BotFather.
notice-open-to-everybody = { $key } открывает /healthz и /metrics всем, кому доступна эта машина; задайте в http.admin_listen адрес только для неё самой, например "127.0.0.1:8081".
online-no-token = Токена telegram.token нет, поэтому спросить Telegram нельзя: впишите его.
online-answers = { $way }: отвечает бот @{ $username }.
online-unreachable = { $way }: до Telegram не достучаться ({ $reason }); проверьте сеть, telegram.proxy и telegram.api_url.
online-refused = { $way }: Telegram отказывает в { $method } со словами «{ $words }».
online-webhook-fails = Telegram не может доставить по telegram.webhook_url: «{ $words }».
online-webhook-set = Вебхук задан на { $host }; «otklik run» с telegram.mode "polling" его уберёт.
online-no-support-chat = Бот не видит staff.support_chat: «{ $words }»; добавьте его в группу или исправьте id.
run-serving = Бот @{ $username } работает: { $mode }, { $database }; состояние: { $health }.
run-polling = длинный опрос (polling)
run-webhook = вебхук
run-owners = Владельцы по Telegram-id: { $owners }.
run-no-owner = Владельца ещё нет. Кто первым откроет эту ссылку, станет владельцем; она сработает один раз, в течение трёх дней: { $link }
check-passed = Всё в порядке.
totals-equal = Итоги совпадают с пересчётом.
schema-newest = Схема базы данных новейшая: { $version }.
no-such-customer = Такого клиента нет: нужен его номер в вашей системе или id в Telegram.
report-unread-period = Не понял «{ $word }». Можно так: otklik report { $report } вчера, … прошлый месяц, … 90 дней, … с 1 по 15 октября, или --from и --to.
report-two-periods = Дни названы дважды: оставьте или слова, или --from и --to.
report-empty-period = День --from должен быть раньше дня --to; без --to отчёт не может начинаться позже, чем сегодня.
report-out-of-range = Дни считаются с { $first } по { $last }.
report-other-groups = Отчёт { $report } так не делится; после --by возможно: { $possible }.
report-no-groups = Отчёт { $report } на группы по выбору не делится: уберите --by.

# Как вызываются команды


help-usage = Как вызывать:
help-options = [КЛЮЧИ]
help-subcommand = КОМАНДА [СЛОВА]…
help-heading-options = Ключи
help-heading-commands = Команды
help-heading-positional = Слова
help-option-help = Показать эту справку.
help-option-version = Показать версию.
help-option-config = Файл настроек; без этого ключа — config.toml.
help-command = «Отклик»: отзывы и отток клиентов, разобранные прямо в Telegram.
help-command-run = Запускает бота; он работает, пока не нажмут Ctrl-C или не придёт SIGTERM.
help-command-check = Ищет ошибки в настройках, файлах опросов и текстов и в базе данных.
help-option-check-online = Спросить и Telegram: токен, вебхук, группа поддержки, каждый прокси.
help-command-migrate = Приводит базу данных к новейшей схеме.
help-command-report = Печатает числа, которые руководители видят в Telegram, за ДНИ, названные словами («прошлый месяц», «с 1 по 15 октября») или ключами; без них — за последние 30 дней.
help-option-report-from = Первый день.
help-option-report-to = День, с которого уже не считать.
help-option-report-by = Как делить на группы.
help-option-report-json = Для программ; какие там поля, сказано в docs/reference.md.
help-option-report-html = Записать все отчёты одной страницей, если отчёт назван all.
help-command-export = Записывает ответы, жалобы, заказы и другое в файл: CSV или XLSX, по его имени.
help-value-export-name = ЧТО
help-value-export-out = ФАЙЛ
help-value-export-from = ГГГГ-ММ-ДД
help-value-export-to = ГГГГ-ММ-ДД
help-option-export-out = Файл; прежний с таким именем заменяется.
help-option-export-from = Первый день.
help-option-export-to = День, с которого уже не считать.
help-option-export-names = Имена и телефоны рядом с номерами.
help-command-invite = Печатает одноразовую ссылку: кто первым её откроет, станет участником команды.
help-command-link = Печатает ссылку на опрос, по которой видно, о чём ответ; QR-код и страница для печати.
help-option-link-touchpoint = Где: попадёт в отчёты. Можно назвать несколько раз: каждому месту своя ссылка.
help-option-link-segment = Группа клиентов: попадёт в отчёты.
help-option-link-order = Номер заказа; ссылка работает один раз.
help-option-link-customer = Номер клиента, его Telegram-id или телефон; ссылка работает один раз.
help-option-link-days = Сколько дней работает; без этого ключа именная — 30, прочие — без срока.
help-option-link-qr = Картинка с QR-кодом: .png или .svg.
help-option-link-print = Страница для печати, .html: название места, код и одна фраза.
help-value-link-survey = ОПРОС
help-value-link-touchpoint = МЕСТО
help-value-link-segment = ГРУППА
help-value-link-order = НОМЕР
help-value-link-customer = КЛИЕНТ
help-value-link-days = ДНИ
help-value-link-qr = ФАЙЛ
help-value-link-print = ФАЙЛ
help-command-why = Говорит, что клиенту отправили, что нет и почему; что будет дальше.
help-command-campaigns = Перечисляет рассылки для программ, новые первыми: сколько отправлено, кому нет и почему.
help-command-totals = Доказывает, что итоги совпадают с пересчётом, или считает их заново.
help-option-totals-check = Сравнить с пересчётом.
help-option-totals-rebuild = Посчитать заново.
help-command-backup = Сохраняет базу в файл, в том числе пока бот работает.
help-option-backup-force = Заменить файл с таким именем.
help-command-restore = Ставит сохранённую копию на место базы; прежняя останется рядом.
help-option-restore-drop = Не отправлять ничего из того, что ждёт в копии.
help-option-restore-go-on = Копия теперь рабочая база: отправить то, что ждёт.
help-command-doctor = Говорит, что не так с этой установкой; решает, что делать с копией.
help-option-doctor-drop = Не отправлять ничего из того, что ждёт в копии.
help-option-doctor-go-on = Копия теперь рабочая база: отправить то, что ждёт.
help-command-poison = Сообщения, которые бот не смог обработать: list — список, show — показать, replay — обработать ещё раз, drop — удалить.
help-option-poison-all = Все; номера тогда не нужны.
help-option-poison-words = Показать и то, что писали люди.
help-command-webhook = Сообщать другим системам о событиях: add АДРЕС — добавить, list — список, log НОМЕР — что отправлено, test НОМЕР — проверить, remove НОМЕР — убрать.
help-option-webhook-event = О каком событии сообщать, например case.opened; ключ можно повторять. Без него — обо всех.
help-command-demo = Открывает страницу, на которой можно переписываться с ботом: без токена и без сети.
help-option-demo-port = Порт страницы, только на этой машине; без этого ключа — 8090.
help-option-demo-fresh = Забыть прошлую демонстрацию.
help-option-demo-no-browser = Только напечатать адрес страницы.
help-value-config = ФАЙЛ
help-value-report-name = ОТЧЁТ
help-value-report-words = [ДНИ]…
help-value-report-from = ГГГГ-ММ-ДД
help-value-report-to = ГГГГ-ММ-ДД
help-value-report-html = ФАЙЛ
help-value-invite-role = РОЛЬ
help-value-why-customer = КЛИЕНТ
help-value-backup-file = ФАЙЛ
help-value-restore-file = ФАЙЛ
help-value-poison-action = ДЕЙСТВИЕ
help-value-poison-updates = [НОМЕР]…
help-value-webhook-action = ДЕЙСТВИЕ
help-value-webhook-target = АДРЕС или НОМЕР
help-value-webhook-event = СОБЫТИЕ
help-value-demo-port = ПОРТ

usage-help = Справка: { $command } --help
usage-no-command-given = Не хватает команды.
usage-no-command = Команды { $name } нет.
usage-no-command-but = Команды { $name } нет; возможно, имеется в виду { $similar }.
usage-no-option = Ключа { $name } нет.
usage-no-option-but = Ключа { $name } нет; возможно, имеется в виду { $similar }.
usage-option-later = Ключ { $name } пишут после команды, например: otklik run { $name } …
usage-needs-value = После { $name } нужно значение.
usage-takes-no-value = После { $name } значение не нужно.
usage-missing = Не хватает слова { $name }.
usage-missing-choice = Не хватает слова { $name }: возможно только { $choices }.
usage-wrong-value = Значение { $name } не подходит: { $expected }.
usage-too-much = Лишние слова: { $words }.
usage-other = { $message }
usage-expected-day = нужен день, например 2026-10-31
usage-expected-choice = возможно только { $choices }
usage-expected-number = нужно целое число
usage-expected-path = нужен путь к файлу
# Резервные копии


backup-made = Сохранено в { $file }: { $size } МБ.
backup-made-rows = Сохранено в { $file }: строк { $rows }, { $size } МБ.
backup-exists = Файл { $file } уже есть: выберите другое имя или замените его с --force.
backup-failed = Копию сделать не удалось ({ $reason }): проверьте место на диске и права на папку.
backup-no-pg-dump = Базу PostgreSQL сохраняет её собственная программа pg_dump, а здесь её нет: установите её в версии сервера или запустите там, где она есть.
restore-done = База восстановлена из { $file }.
restore-replaced = Прежняя база сохранена: { $file }.
restore-on-server = Базу PostgreSQL возвращает её собственная программа: остановите бота и запустите pg_restore --clean --if-exists --dbname=… ФАЙЛ. При запуске бот это заметит.
restore-in-use = С этой базой сейчас работает бот: сначала остановите его.
restore-failed = Поставить копию на место базы не удалось ({ $reason }): проверьте, есть ли место и можно ли писать в папку.
restore-broken = { $file } — не исправная копия базы «Отклика» ({ $reason }); ничего не заменено.
copy-held = База может быть копией ({ $sign ->
        [older] она отстаёт от отметки, которая хранится рядом с ней
        [other_id] рядом с ней лежит отметка другой базы, файл *.id
        [no_file] рядом с ней нет её отметки, файла *.id
        [moved] её папку скопировали
        [unmarked] её сделали до первого запуска бота в этой папке
        [other_server] сервер базы другой, или базу создали заново
        [missed_updates] Telegram уже отдал сообщения, которых в ней нет
       *[restored] её восстановили из резервной копии
    }), последняя активность { $since }. Опросы, напоминания и предложения остановлены: ждут отправки — { $messages }, запланировано — { $plans }. Кто с тех пор попросил не писать, в ней не записано. Надёжнее отменить то, что ждёт: otklik doctor --drop. Если база рабочая: otklik doctor --go-on. В Telegram бот спросит об этом и владельцев.
copy-read = Это может быть копия базы ({ $sign ->
        [older] она отстаёт от отметки, которая хранится рядом с ней
        [other_id] рядом с ней лежит отметка другой базы, файл *.id
        [no_file] рядом с ней нет её отметки, файла *.id
        [moved] её папку скопировали
       *[unmarked] её сделали до первого запуска бота в этой папке
    }), последняя активность { $since }: того, что записано позже, в ней нет.
copy-dropped = Всё, что ждало, отменено. Дальше сообщения идут как обычно.
copy-goes-on = Эта база теперь рабочая. То, что ждало, будет отправлено.
copy-not-held = Решать нечего: отправка в этой базе не остановлена.

# Что не так с установкой


doctor-well = Всё в порядке.
doctor-open-files = Другие пользователи машины могут прочитать { $files }: закройте доступ командой chmod 600 (папкам — 700) или запустите бота, он сделает это сам.
doctor-disk = На диске базы осталось { $free } МБ: освободите место.
doctor-corrupt = База повреждена: верните последнюю копию командой otklik restore; повреждённый файл останется рядом.
doctor-poison = Сообщений, которые бот не смог обработать: { $n }; их покажет otklik poison list.
doctor-late = Сообщение ждёт отправки уже { $minutes } мин: проверьте, что бот запущен и видит Telegram (/healthz).
doctor-dead = Сообщений за последние тридцать дней, которые Telegram не принял окончательно: { $n }; почему, скажет otklik why и номер клиента.
doctor-untold = Событий за последние тридцать дней, которые не дошли до другой системы: { $n }; каких и почему, скажут otklik webhook list и otklik webhook log.
doctor-no-cluster = Сервер базы не сообщает этому пользователю свой номер: копию на другом сервере узнать труднее. Дайте ему право на функцию pg_control_system.
doctor-no-backups = Ночные копии не делаются: укажите для них папку в backup.directory.
doctor-last-order = Последний заказ: { $n } { $unit ->
        [minutes] мин
        [hours] ч
       *[days] дн.
    } назад.
doctor-no-orders = Заказов в базе нет: не с чем сравнить жалобы и не видно, кто активен. Загрузите их: otklik import orders.
doctor-old-backup = Свежей ночной копии нет: последней больше суток, или её не было. Посмотрите журнал и папку backup.directory.

# Что мешает запуску


token-unknown = Telegram не знает такого токена («{ $words }»): проверьте telegram.token в настройках.
start-refused = Telegram отказывает в { $method } со словами «{ $words }» ({ $code }): { $remedy }.
start-check-token = проверьте telegram.token и telegram.api_url
start-check-webhook = проверьте telegram.webhook_url
updates-taken = Обновления этого бота получает другая программа: остановите её или дайте этой отдельный токен.
port-taken = Адрес из http.listen занят другой программой или не с этой машины: выберите другой.
page-taken = Порт страницы занят другой программой: выберите другой через --port.
database-no-file = Файла из database.url ещё нет: его создаст «otklik run» или «otklik migrate».
database-unusable = Базу данных не открыть ({ $reason }): проверьте database.url и права доступа.
database-away = Сервер базы данных не отвечает ({ $reason }): проверьте, что он запущен, и адрес в database.url.
database-busy = Файл базы держит за собой другая программа ({ $reason }): завершите её или подождите, пока она закончит.
database-gone = Файл базы данных удалён, перемещён или заменён при работающем боте: верните файл из database.url или восстановите копию и запустите снова.
database-fault = База данных не работает ({ $code }): найдите причину и запустите снова.
database-encoding = База хранит тексты в кодировке { $encoding }, где не хватает букв, которыми пишут люди: создайте её заново с ENCODING 'UTF8'.

database-pooled = database.url ведёт к пулеру, который отдаёт одно соединение нескольким программам: укажите прямой адрес сервера или пулер в режиме session.
database-address-word = В database.url после вопросительного знака стоит неизвестное слово { $word }; возможны: { $known }.
database-address-value = database.url: значение { $word } не подходит; возможны: { $known }.
poison-none = Необработанных сообщений нет.
poison-which = Назовите номера сообщений из списка otklik poison list или, если нужны все, --all.
poison-unknown = Необработанных сообщений с такими номерами нет: их список даёт otklik poison list.
poison-replayed = Возвращено в обработку: { $count }; работающий бот возьмёт их за несколько секунд.
poison-dropped = Удалено: { $count }.
webhook-added =
    Номер { $number }. Ключ, он показывается один раз: { $secret }
    По нему получатель проверяет каждое сообщение (docs/integrations.md); первое отправит otklik webhook test { $number }.
webhook-none = Другим системам ничего не сообщается: начать можно командой otklik webhook add АДРЕС.
webhook-no-log = Туда ещё ничего не отправляли.
webhook-removed = Этой системе больше ничего не сообщается.
webhook-tested = Проверочное сообщение в пути: работающий бот отправит его за несколько секунд, а otklik webhook log { $number } скажет, чем кончилось.
webhook-unknown = Системы с таким номером нет: номера покажет otklik webhook list.
webhook-unknown-event = События «{ $name }» нет. Сообщать можно о таких: { $known }.
webhook-bad-address = Нужен адрес в интернете, который начинается с http:// или https://; для адресов своей сети задайте webhooks.private_addresses = true.
database-old-schema = База данных пуста или устроена для прежней версии программы: сначала выполните «otklik migrate».
database-foreign = База из database.url принадлежит другой программе: дайте «Отклику» отдельную.
database-no-rights = Пользователю базы данных нельзя читать и менять таблицы { $tables }: дайте ему эти права.
database-open-file = { $place }: то, что писали клиенты, может прочитать любой пользователь этой машины; закройте файл: chmod 600.
database-newer-schema = База данных устроена для более новой программы: запустите новую или восстановите копию.

# Любой файл компании


file-error = { $place }: { $remedy }
file-too-deep = слишком много вложенных скобок: напишите проще
folder-without-surveys = в папке нет файлов опросов: положите туда файлы *.toml или уберите ключ
folder-without-texts = в папке нет ни ru.ftl, ни en.ftl: положите туда файл или уберите ключ
folder-without-hooks = в папке нет файлов хуков: положите туда файлы *.toml или уберите ключ
offer-bad-code = код — от 3 до 32 латинских букв, цифр, - и _
offer-bad-pattern = образец кода — от 3 до 32 латинских букв, цифр, -, _ и знаков #, из них # не меньше шести: на их месте будут случайные буквы и цифры
offer-codes-or-pattern = оставьте одно из двух: codes (список кодов) или pattern (образец)
offer-twice = этот id встречается { $count } раза: у каждого предложения он свой
offer-code-twice = код { $code } встречается дважды: каждый выдаётся один раз
offer-reason-twice = причина { $reason } уже у другого предложения: оставьте её в одном
offer-unknown-reason = причины { $reason } нет в reasons.toml: исправьте код
offer-unknown-fallback = такого предложения нет, есть: { $known }
folder-without-journeys = в папке нет ни одного файла цепочки: положите туда файлы *.toml или уберите ключ
hook-bad-name = имя файла — имя хука в адресе: до 64 латинских букв a-z, цифр, - и _, но не api
journey-bad-name = имя файла — имя цепочки: до 28 латинских букв a-z, цифр, - и _, но не asked_later, campaign, reminder, requested_reminder и не winback
journey-bad-time = время суток пишется так: "11:00"
journey-only-scores = здесь могут стоять только score, survey, touchpoints и segments
journey-nothing-to-send = нужно одно из двух: survey = "…" или таблица [message] с ru и en
journey-offer-is-promotion = предложение (offer) получают только те, кто на это согласился: добавьте kind = "promotion"
journey-unknown-offer = такого предложения в offers.file нет; есть: { $known }
journey-then-without-survey = [[then]] идёт вслед за ответами на опрос: добавьте survey = "…" или уберите эту таблицу
journey-every = для trigger = "schedule" нужен every = "month", "quarter" или "year"; у других поводов его нет
journey-unknown-survey = такого опроса нет; есть { $known }
journey-no-effect = этот ключ действует только вместе с { $with_key }: добавьте его или уберите ключ
journey-quota-without-score = считаются оценки: укажите опрос, в котором есть вопрос с role = "score"
journey-no-link = этот адрес не задан: укажите links.{ $key } в config.toml
journey-bad-link = адрес начинается с https:// или это одно из { $known }
journey-unknown-question = такого вопроса в опросе нет; есть { $known }
hook-signature-place = подпись стоит в заголовке: path = "header:ИМЯ"
hook-bad-ping = это не регулярное выражение: исправьте его или уберите ключ
hook-order-fields = заказу нужны fields.order_id, fields.ordered_at, fields.amount и одно из fields.customer_id, fields.phone
hook-customer-fields = нужно одно из fields.customer_id, fields.phone
hook-cancelled-fields = нужно fields.order_id
file-unreadable = файл или папка не читается: проверьте путь и права доступа
file-not-utf8 = сохраните файл в кодировке UTF-8
file-not-toml = это не TOML: проверьте кавычки, скобки, знак = и нет ли того же ключа дважды
file-wrong-value = исправьте значение
file-expected-values = допустимы только значения { $expected }
file-expected-text = здесь нужен текст в кавычках
file-expected-number = здесь нужно целое число без кавычек
file-too-small = здесь нужно число от { $ge }
file-expected-truth = здесь нужно true или false без кавычек
file-expected-list = здесь нужен список в скобках [ ]
file-empty-list = список не может быть пустым
file-expected-keys = здесь нужна группа ключей, у текста — ru = "…" и en = "…"
file-missing-key = добавьте ключ { $key }: он обязателен
file-missing-language = нет текста на языке «{ $language ->
        [ru] русский
       *[en] английский
    }»: добавьте { $language } = "…"
file-unknown-key = такого ключа здесь нет: уберите его
file-misspelled-key = такого ключа здесь нет: уберите его или исправьте на { $known }
file-bad-id = здесь нужен id из латинских букв a-z, цифр, - и _, но не слово end
file-bad-duration = срок пишется числом с буквой: "14d" — дни, "12h" — часы, "30m" — минуты
file-text-too-long = сократите текст: { $units } знаков, а в сообщение помещается { $most }
file-label-too-long = надпись на кнопке длиннее { $most } знаков: сократите её хотя бы на { $over }
file-unknown-placeholder = вместо { $name } нечего подставить: уберите скобки или выберите из { $known }

# Файлы опросов


survey-unknown-kind = такого вида вопроса нет, есть { $kinds }
survey-missing-kind = укажите вид вопроса: kind = { $kinds }
survey-bad-scores = оценки от 0 до 10 пишутся так: "0..6", "<=6", ">=9" или "10"
survey-bad-counts = at_least и at_most: не больше, чем вариантов, и at_least не больше at_most
survey-unknown-reason = reason: код причины из reasons.toml, только в опросе, где спрашивают причину. Возможны: { $known }
survey-bad-options = ответы пишутся своими id: option = "delivery" или option = ["delivery", "price"]
survey-two-conditions = условие в строке одно: оставьте score, option или asks_when
survey-no-words = нужен либо text, либо answer_of: что сказать или чьи ответы взять
survey-of-without-score = к of нужен и score или option: добавьте, например, score = "0..6"
survey-score-without-of = рядом с score или option укажите вопрос: например, of = "score"
survey-id-taken = опрос «{ $survey }» уже есть в другом файле этой папки: дайте одному из них другой id
survey-id-too-long = в id { $length } знаков из { $most } возможных: сделайте его короче хотя бы на { $over }
survey-button-too-long = данные кнопки «{ $option }» займут { $size } байт из { $most } возможных: сделайте id короче хотя бы на { $over }
survey-question-twice = этот id есть у нескольких вопросов ({ $count }): дайте каждому свой
survey-button-twice = этот id есть у нескольких кнопок ({ $count })
survey-too-many-buttons = у вопроса { $buttons } кнопок, а помещается { $most }
survey-wrong-rows = в рядах кнопок каждое значение нужно ровно один раз: { $options }
survey-wrong-row = в ряду бывает от 1 до { $most } кнопок
survey-reminds-too-late = к этому сроку вопрос уже закрыт: напоминайте раньше, чем через expires_after
branch-unknown-target = вопроса «{ $target }» нет: исправьте id или напишите end
branch-loop = ветка возвращает к вопросу «{ $target }», а он уже задан: ведите её дальше или к end
branch-unreachable = к этому вопросу не ведёт ни одна ветка: укажите его в next другого вопроса или удалите
branch-required-after-optional = «{ $target }» обязателен, но идёт после необязательного: поставьте его раньше или добавьте ему optional = true
branch-unconditional = строка без условия бывает одна и стоит последней: дайте остальным score или option или уберите их
branch-several-questions = строки смотрят на разные вопросы ({ $questions }): оставьте в of один из них
branch-not-before = вопрос «{ $question }» к этому месту задан не всегда: укажите в of вопрос, который есть на каждой ветке
branch-no-values = у вопроса «{ $question }» нет оценок и вариантов: укажите в of вопрос, у которого они есть
branch-unknown-values = у вопроса «{ $question }» нет ответов { $unknown }, есть { $known }
branch-values-twice = { $condition ->
        [score] оценки
       *[option] ответы
    } { $values } уже есть в строке выше: оставьте их в одной
branch-values-missing = нет строки для { $condition ->
        [score] оценок
       *[option] ответов
    } { $values }: добавьте её или последнюю строку без условия для всех остальных
role-other-kind = опрос «{ $survey }» начинает команда, которая ждёт kind = "{ $kind }": верните этот вид или дайте опросу другой id
role-missing = опросу «{ $survey }» вида { $kind } нужен вопрос с role = "{ $role }": добавьте её тому вопросу, чей это ответ
role-unnamed = иначе ответ нигде не учтётся: добавьте role = "{ $role }" одному из вопросов: { $questions }
role-twice = role = "{ $role }" уже есть у вопроса «{ $question }»: оставьте её одному
role-no-nps = у опроса nps оценка от 0 до 10 (kind = "score"): из других шкал NPS не складывается, здесь { $kind }
role-unfit = у вопроса вида { $kind } не бывает роли { $role }, возможны: { $known }
role-none-fits = никакие
role-only-of-leaving = эта роль действует только в опросе вида leaving: уберите её или укажите kind = "leaving"

# Файлы причин и поддержки


reason-bad-code = код причины — от 2 до 16 заглавных латинских букв, цифр и _, первая — буква
reason-twice = так названо несколько ({ $count }): дайте каждому своё имя
reason-favour-avoidable = об одолжении не просят того, кто ушёл по нашей вине: уберите favour или смените class
survey-unknown-touchpoint = такого места нет среди ответов на вопрос с ролью touchpoint: { $known }
reason-unknown-group = группы «{ $group }» нет, есть { $known }
reason-too-many-buttons = на экране { $buttons } кнопок вместе с «назад», а помещается { $most }: уберите или объедините
reason-too-many-follow-ups = после приглашения может быть не больше { $most } сообщений: уберите лишнее
reason-empty-group = в этой группе нет причин: добавьте причину или уберите группу
cause-twice = так названо несколько вариантов ({ $count }): дайте каждому своё имя
cause-too-many-buttons = вариантов { $buttons }, а на экран помещается { $most }: уберите или объедините

# Файлы словарей


lexicon-unreadable = файл не читается: проверьте путь, права доступа и кодировку UTF-8
lexicon-not-toml = это не TOML: проверьте кавычки, скобки и знак =
lexicon-wrong-key = у группы есть about, entries, polarity от -1 до 1 и, для усилителей, intensity от -1 до 2
theme-doubled = id «{ $theme }» уже есть у другой темы: дайте каждой свой
theme-wrong-word = «{ $word }»: слова фразы разделяются пробелами, фразы запятыми, а перед * нужны хотя бы три буквы
lexicon-wrong-word = слова фразы разделяются пробелами, варианты — знаком /, а перед * нужны хотя бы три буквы
lexicon-wrong-gap = многоточие не может стоять первым или последним
lexicon-told-apart = «{ $entry }» уже есть в другой группе, с силой { $polarity }: оставьте одно из двух

# Файлы текстов


text-unreadable = файл не читается: проверьте права доступа
text-bad-line = строка не читается: нужно «имя = текст», а продолжение начинается с пробелов
text-unknown = такого текста нет: уберите его или возьмите имя из встроенного файла
text-empty = у текста нет слов: напишите их после знака =
text-unknown-language = такого языка нет: файл называется ru.ftl или en.ftl
text-unfilled = подстановки { $wrong } здесь нет, есть: { $known }
text-no-placeholders = никаких
text-unresolved = { $names } ничего не значит: в фигурных скобках бывают только подстановки, например {"{ $score }"}

import-what = Скажите, что загрузить и откуда: otklik import orders ФАЙЛ.
import-no-file = { $file }: файл не читается ({ $reason }). Проверьте имя.
import-missing-columns = { $file }: не хватает столбцов: { $columns }. Назовите их так в заголовке или постройте номер заказа: --order-id-from.
import-under-way = Загрузка { $number } из файла { $file } не закончена. Запустите её ещё раз с тем же файлом или отмените: otklik import --undo { $number }.
import-none = Загрузки { $number } нет.
import-undo-people = Загрузку { $number } нельзя отменить: с её клиентами или о её заказах уже говорили ({ $count }).
import-undo-orders = Загрузку { $number } нельзя отменить: у её клиентов есть и другие заказы ({ $count }). Сначала отмените загрузку, из которой они пришли.
import-undo-changed = Загрузку { $number } нельзя отменить: потом изменились её строки ({ $count }). Сначала отмените загрузку, которая их изменила.
import-undo-over = Загрузка { $number } уже отменена или ещё не закончена.
import-undo-kind = Загрузка { $number } — { $kind ->
        [customers] клиенты
       *[orders] заказы
    }, ничего не отменено. Если нужна именно она: otklik import { $kind } --undo { $number }
import-done = Загрузка { $number }: новых { $created }, изменено { $changed }, без изменений { $unchanged }, не принято { $refused }.
import-would = Было бы: новых { $created }, изменено { $changed }, без изменений { $unchanged }, не принято { $refused }. Ничего не записано.
import-undone = Загрузка { $number } отменена.
import-progress = Строк принято: { $count }
import-line = { $file }, строка { $line }: { $why }
import-refused-file = Все непринятые строки с причинами: { $file }
import-refused-more = И ещё строк: { $count }.
help-command-import = Загружает клиентов или заказы из файла или отменяет загрузку.
help-option-import-dry-run = Только сказать, что изменилось бы.
help-option-import-order-id-from = Столбцы через запятую, из которых строится номер заказа.
help-option-import-days = Что в 03/04/2026 стоит первым: день или месяц.
help-option-import-undo = Отменить загрузку с этим номером.
help-value-import-kind = ЧТО
help-value-import-file = ФАЙЛ
help-value-import-order-id-from = СТОЛБЦЫ
help-value-import-undo = НОМЕР
export-too-long = На листе помещается { $most } строк, а здесь больше: сохраните в CSV или возьмите меньше дней ключами --from и --to.
export-other-ending = { $file }: имя должно кончаться на .csv или .xlsx.
export-failed = Не удалось записать { $file } ({ $reason }).
export-made = { $file }: строк — { $rows }.
page-options = Страница делается так: otklik report all --html FILE. Остальное выбирают на ней самой.
page-failed = Не удалось записать { $file } ({ $reason }).
page-made = { $file }: { $size } кБ. Откройте в браузере, сеть не нужна.
# Ключи других программ
key-made = Ключ «{ $name }» готов. Запишите его сейчас, больше он показан не будет:
key-itself = { $key }
key-stored = Ключ «{ $name }» записан.
key-taken = Ключ «{ $name }» уже есть; назовите новый иначе или сначала отзовите старый: otklik key revoke.
key-wrong-name = Имя ключа — от 1 до { $most } обычных знаков.
key-wrong-secret = В секрете должно быть от { $least } до 500 знаков; передайте его в первой строке ввода.
key-no-hook = К --fetch нужен --hook: чьи данные запрашивать.
key-unknown-hook = Хука «{ $hook }» нет; есть { $possible }.
key-unknown = Действующего ключа «{ $name }» нет; какие есть, покажет otklik key list.
key-revoked = Ключ «{ $name }» отозван: со следующего запроса он не действует.
key-none = Ключей нет; новый делает команда otklik key add ИМЯ.
key-line = { $name } · { $use } · с { $day }
key-line-revoked = { $name } · { $use } · с { $day }, отозван { $end }
key-use-api = API
key-use-hook = хук { $hook }
key-use-fetch = запросы к { $hook }
key-use-unknown = назначение неизвестно этой версии
help-command-key = Ключи для других программ: к API и к хукам.
help-command-key-add = Сделать ключ и показать его один раз.
help-command-key-list = Показать ключи, но не сами их значения.
help-command-key-revoke = Отозвать ключ: следующий запрос с ним получит отказ.
help-option-key-add-hook = Ключ к этому хуку, а не к API.
help-option-key-add-given = Взять секрет, который выдала другая сторона, из первой строки ввода.
help-option-key-add-fetch = Секрет другой стороны, с которым запрашиваются её данные; из первой строки ввода.
help-value-key-add-name = ИМЯ
help-value-key-add-hook = СИСТЕМА
help-value-key-revoke-name = ИМЯ

# Адреса для таблиц


feed-made = Адрес данных «{ $name }» готов, его номер — { $number }. Запишите адрес сейчас, больше он показан не будет; кто его знает, тот читает эти данные:
feed-address = { $address }
feed-line = { $number } · { $name }{ $names ->
        [yes] {" "}с именами
       *[no] {""}
    } · с { $day } · { $read ->
        [never] ещё не читали
       *[other] читали { $read }
    }{ $end ->
        [none] {""}
       *[other] {", "}до { $end }
    }
feed-none = Адресов нет; новый делает команда otklik feed add ЧТО.
feed-wrong-days = Адрес может действовать от 1 до { $most } дней; без --days он действует, пока не отозван.
feed-unknown = Действующего адреса с номером { $number } нет; какие есть, покажет otklik feed list.
feed-revoked = Адрес { $number } отозван: читать по нему больше нельзя.
help-command-feed = Адреса, по которым Google Таблицы и Excel сами читают данные.
help-command-feed-add = Сделать адрес и показать его один раз.
help-command-feed-list = Показать, какие адреса есть и когда их читали, но не сами адреса.
help-command-feed-revoke = Отозвать адрес: читать по нему больше нельзя.
help-option-feed-add-names = Имена и телефоны рядом с номерами.
help-option-feed-add-days = Через сколько дней адрес перестанет действовать; иначе действует, пока не отозван.
help-value-feed-add-name = ЧТО
help-value-feed-add-days = ДНЕЙ
help-value-feed-revoke-number = НОМЕР
content-unsupported = этот файл с телефона не меняется: пришлите опрос, цепочку, предложения или тексты
