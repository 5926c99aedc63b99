# Words for the sections: have, run SECS cmd, prun SECS cmd (as root where that is allowed), can_read PATH.
# $P is root, sudo, doas or user; $S the words to become root; $L the limit of the section in seconds; $TAB a tab.
# Rules: POSIX sh; reads only; data is printed with printf, never echo; each value is reduced before it is printed.
N=$1
LC_ALL=C LANG=C TERM=dumb SYSTEMD_PAGER='' SYSTEMD_COLORS=0 DOCKER_CLI_HINTS=false
PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
export LC_ALL LANG TERM SYSTEMD_PAGER SYSTEMD_COLORS DOCKER_CLI_HINTS PATH
unset CDPATH GREP_OPTIONS POSIXLY_CORRECT BLOCK_SIZE TIME_STYLE
umask 077
exec </dev/null
cd /
TAB=$(printf '\t')
L=10
have(){ command -v "$1" >/dev/null 2>&1; }
# busybox before 1.30 wants `timeout -t SECS`
if timeout 1 true 2>/dev/null; then T=timeout; elif timeout -t 1 true 2>/dev/null; then T='timeout -t'; else T=; fi
# one privilege probe a run: each refused sudo is logged and may mail root
S='' P=user
if [ "$(id -u)" = 0 ]; then P=root
else case ${BECOME:-auto} in
  sudo) S='sudo -n' P=sudo ;;
  doas) S='doas -n' P=doas ;;
  auto)
    if have sudo && sudo -n true 2>/dev/null; then S='sudo -n' P=sudo
    elif have doas && doas -n true 2>/dev/null; then S='doas -n' P=doas; fi ;;
esac; fi
run(){ _s=$1; shift; ${T:+$T $_s} "$@"; }
# timeout inside sudo: outside, it could not signal a root child
prun(){ _s=$1; shift; $S ${T:+$T $_s} "$@"; }
can_read(){ $S test -r "$1" 2>/dev/null; }
