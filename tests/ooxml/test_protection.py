"""The password's digest, against what Excel itself once wrote."""

import base64

from xlperf.ooxml.protection import Password

# a sheet that Excel protected with the password 12345
_SALT = "aVvPw1DNH3evPqRAd/y3UQ=="
_HASH = "E+qAhyIg/HM0dUrPaENfimFOZp7wlOkJsf/sdG+AGHOA9grOv7VLb1ik2vuYohljI9G36e0ea9wnixCK0MMuyQ=="


def test_digest_is_the_one_that_excel_writes() -> None:
    password = Password.hashed("12345", salt=base64.b64decode(_SALT))
    assert password.attributes() == {
        "algorithmName": "SHA-512",
        "hashValue": _HASH,
        "saltValue": _SALT,
        "spinCount": "100000",
    }


def test_workbook_says_the_same_under_names_of_its_own() -> None:
    password = Password.hashed("密码", spins=1)
    assert password.workbook_attributes() == {
        "workbookAlgorithmName": password.algorithm,
        "workbookHashValue": password.hash,
        "workbookSaltValue": password.salt,
        "workbookSpinCount": "1",
    }


def test_each_run_salts_anew() -> None:
    assert Password.hashed("x", spins=1).salt != Password.hashed("x", spins=1).salt
