"""Rows of tables that a short conversation leaves empty, for the stored databases."""

from typing import Any

MOMENT = "2026-03-01 08:30:00.123456"
GROUP, ANI = -1_000_004_000_001, 710_001

ROWS: dict[str, list[dict[str, Any]]] = {
    "arrivals": [{"article_id": 3, "arrived_at": MOMENT}],
    "pending": [{"topic_id": 2, "story_id": 1, "article_id": 5, "kept_at": MOMENT}],
    "suspensions": [
        {
            "chat_id": GROUP,
            "thread_id": 0,
            "reason": "rights",
            "tried_at": MOMENT,
            "retry_at": MOMENT,
            "refusals": 2,
        }
    ],
    "updates": [
        {
            "update_id": 81,
            "chat_id": ANI,
            "body": '{"update_id": 81, "message": {"text": "halo"}}',
            "received_at": MOMENT,
            "attempts": 1,
            "done_at": MOMENT,
        }
    ],
    "update_chats": [{"chat_id": ANI, "owner": "host-1", "idle_at": MOMENT}],
    "update_owners": [{"owner": "host-1", "lease_until": MOMENT}],
    "secrets": [{"name": "webhook", "value": "a-secret-that-was-made"}],
    "faults": [
        {
            "cause": "feed:1",
            "name": "Warta Melati",
            "since": MOMENT,
            "told": True,
            "told_at": MOMENT,
            "ended_at": None,
        }
    ],
    "quotation_queue": [{"article_id": 3}],
}
