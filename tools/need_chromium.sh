#!/bin/sh
# Installs Debian's chromium and its driver where they are missing; says so loudly where that is not possible.
# Never fails: the tests of the pages are skipped then, each with the reason.
command -v chromium >/dev/null && command -v chromedriver >/dev/null && exit 0

loud() {
  echo "######################################################################" >&2
  echo "# NO BROWSER: $1." >&2
  echo "# The tests that open the pages will be SKIPPED. To run them:" >&2
  echo "#   apt-get install chromium chromium-driver" >&2
  echo "######################################################################" >&2
  exit 0
}

command -v apt-get >/dev/null || loud "chromium is missing, and this is no Debian"
[ "$(id -u)" = 0 ] || loud "chromium is missing, and only root can install it"
echo "installing chromium and chromium-driver for the tests of the pages ..."
(apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver) >/dev/null 2>&1 ||
  loud "chromium is missing and could not be installed (no network?)"
