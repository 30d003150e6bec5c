"""Files that libhdf5 writes and Keras never would: each is refused, at the first step that needs what is wrong."""
import json

import configured
import foreign
import stored
import texts


def cases():
    for part in (foreign, stored, texts, configured):
        yield from part.cases()
