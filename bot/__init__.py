"""The assistant."""

import os

# NumPy reads both when it is first imported. Matrices are small here: a second thread would cost a question more than it saves.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Sorting by AVX-512 takes five times as long as by AVX2 on the AMD processors that many servers have (their "compress and store" is
# slow), and is little faster on others. Elsewhere the names mean nothing and do no harm.
os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "AVX512_ICL X86_V4")
