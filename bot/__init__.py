"""The assistant."""

import os

# Matrices are small here: a second thread would cost a question more than it saves. NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
