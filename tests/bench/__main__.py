"""``python -m tests.bench``: every benchmark, one after the other."""

from tests.bench import answering, engine, outbox, topics

if __name__ == "__main__":
    answering.main()
    engine.main(["--picture", "docs/benchmarks.png"])
    topics.main()
    outbox.main()
