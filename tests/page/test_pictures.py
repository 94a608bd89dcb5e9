"""The documents' pictures can be taken anew."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.services.bot import BotServices
from tests.page.conftest import Windows
from tests.page.pictures import HEIGHT, MAX_BYTES, WIDTH, Studio, question, refusal, topic


async def test_pictures_are_of_chats(
    windows: Windows, services: BotServices, tmp_path: Path
) -> None:
    screen = await windows.open(width=WIDTH)
    await screen.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    folder = tmp_path / "pictures"
    folder.mkdir()
    studio = Studio(services, screen, folder)
    for scene in (question, refusal, topic):
        await scene(studio)
    taken = {path.stem: path.read_bytes() for path in folder.iterdir()}
    assert set(taken) == {"question", "refusal", "topic"}
    sizes = {name: Image.open(BytesIO(picture)).size for name, picture in taken.items()}
    assert {width for width, _ in sizes.values()} == {WIDTH}
    assert sizes["question"][1] > sizes["refusal"][1] > 100
    assert all(len(picture) <= MAX_BYTES for picture in taken.values())
