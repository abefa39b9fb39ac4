"""The yardstick: a bare aiogram bot as its tutorials write one. It stores nothing."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

dispatcher = Dispatcher()


def scores() -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(text=str(score), callback_data=f"score:{score}") for score in range(11)]
    return InlineKeyboardMarkup(inline_keyboard=[buttons[:6], buttons[6:]])


@dispatcher.message(Command("rate"))
async def ask(message: Message) -> None:
    await message.answer("Насколько вероятно, что вы порекомендуете нас друзьям?", reply_markup=scores())


@dispatcher.callback_query(F.data.startswith("score:"))
async def take_score(callback: CallbackQuery) -> None:
    await callback.answer()
    if isinstance(callback.message, Message):
        await callback.message.edit_text("Спасибо! Почему вы поставили такую оценку?")


@dispatcher.message()
async def take_why(message: Message) -> None:
    await message.answer("Спасибо, записали.")


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["OTKLIK_TELEGRAM__API_URL"])
    bot = Bot(os.environ["OTKLIK_TELEGRAM__TOKEN"], session=AiohttpSession(api=server))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
