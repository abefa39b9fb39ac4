"""The kinds of question that a survey file may use."""

from typing import Final

from surveys.questions.kinds.choice import CHOICE
from surveys.questions.kinds.contact import CONTACT
from surveys.questions.kinds.csat import CSAT
from surveys.questions.kinds.date import DATE
from surveys.questions.kinds.effort import EFFORT
from surveys.questions.kinds.media import MEDIA
from surveys.questions.kinds.multiple import MULTIPLE
from surveys.questions.kinds.reason import REASON
from surveys.questions.kinds.score import SCORE
from surveys.questions.kinds.text import TEXT
from surveys.questions.kinds.thumbs import THUMBS

KINDS: Final = (SCORE, CSAT, EFFORT, THUMBS, CHOICE, MULTIPLE, REASON, DATE, CONTACT, TEXT, MEDIA)
