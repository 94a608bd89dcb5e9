"""``python -m tests.bench``: every benchmark, one after the other."""

from tests.bench import answering, outbox, topics

if __name__ == "__main__":
    answering.main()
    topics.main()
    outbox.main()
