"""``python -m tests.bench``: every benchmark, one after the other."""

from tests.bench import answering, answers, engine, outbox, topics

if __name__ == "__main__":
    answers.main([])
    answering.main()
    engine.main(["--picture", "docs/benchmarks.png"])
    topics.main()
    outbox.main()
