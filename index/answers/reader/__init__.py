"""The learnt reader: arrays of what articles say into the sentences that answer a question."""
