"""``python -m bot.training.phrases``: hash the reader's phrases anew, after a change."""

from pathlib import Path

from index.answers.reader.phrases import FILE, table_bytes

if __name__ == "__main__":
    (Path("index/answers/reader") / FILE).write_bytes(table_bytes())
