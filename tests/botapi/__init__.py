"""A local Bot API server over real HTTP, for tests and benchmarks.

It keeps chats, delivers updates by long polling or webhook as Telegram's own server does, refuses what Telegram refuses, and fails on
demand. Every request and every update is checked by the models of another library, aiogram.
"""
