"""The addresses at which an image's original may be, told from the address that a page shows.

No request is made here: the crawler asks for the candidates in turn, an import looks them up.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# wecenter: 170x110_FILE and 90x90_FILE are made from FILE and lie beside it
_THUMBNAIL = re.compile(r"(?:^|(?<=/))\d{2,4}x\d{2,4}_(?=[^/]+$)")
# parameters by which cloud storage scales an image: Aliyun, Huawei, Qiniu and Tencent; and the
# number that WeCenter adds so that a browser does not take an image from its cache
_RESIZING = re.compile(r"x-(?:oss|image)-process=|image(?:View|Mogr)\d*(?:/|$)|imageslim|\d+$")


def originals(url: str) -> tuple[str, ...]:
    """The addresses to try for an image, the best first; the last is `url` without its fragment.

    A thumbnail's original comes before the thumbnail, an image at its full size before the one that
    cloud storage would scale. Other parameters stay: they may be the key to the image.
    """
    try:
        shown = urlsplit(url)._replace(fragment="")
    except ValueError:
        return (url,)
    kept = [part for part in shown.query.split("&") if part and not _RESIZING.match(part)]
    whole = shown._replace(query="&".join(kept))
    first = whole._replace(path=_THUMBNAIL.sub("", whole.path))
    return tuple(dict.fromkeys(found.geturl() for found in (first, whole, shown)))
