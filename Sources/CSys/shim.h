#pragma once
// What Swift's Glibc module hides (no _GNU_SOURCE), does not list, or cannot import.
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

// Declared by the C library only under _GNU_SOURCE.
extern int pthread_setname_np(pthread_t, const char *);
extern int accept4(int, struct sockaddr *, socklen_t *, int);

// `stderr` is a mutable global, which strict concurrency refuses.
static inline void csys_err(const char *s) { fputs(s, stderr); fputc('\n', stderr); }

// The flags are an enumeration in C and a struct in Swift.
static inline int csys_eventfd(int blocking) {
    return eventfd(0, EFD_CLOEXEC | (blocking ? 0 : EFD_NONBLOCK));
}

// Signal sets are filled by macros on some systems.
static inline void csys_termination_set(sigset_t *s) {
    sigemptyset(s);
    sigaddset(s, SIGTERM);
    sigaddset(s, SIGINT);
}

// A peer that closes early must not end the process; a full file-size quota must be an error.
static inline int csys_block_termination(void) {
    sigset_t s;
    csys_termination_set(&s);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return pthread_sigmask(SIG_BLOCK, &s, 0);
}

static inline int csys_signalfd_term(void) {
    sigset_t s;
    csys_termination_set(&s);
    pthread_sigmask(SIG_BLOCK, &s, 0);
    return signalfd(-1, &s, SFD_NONBLOCK | SFD_CLOEXEC);
}

// `events` and `data` of a packed structure; -1 with errno set on failure.
static inline int csys_epoll_ctl(int ep, int op, int fd, unsigned events, unsigned long long tag) {
    struct epoll_event e;
    memset(&e, 0, sizeof e);
    e.events = events;
    e.data.u64 = tag;
    return epoll_ctl(ep, op, fd, &e);
}

// The socket type carries flags that are enumerations in C.
static inline int csys_stream_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static inline int csys_accept(int fd, struct sockaddr_storage *peer) {
    socklen_t n = sizeof *peer;
    memset(peer, 0, sizeof *peer);
    return accept4(fd, (struct sockaddr *)peer, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline int csys_set_option(int fd, int level, int name, int value) {
    return setsockopt(fd, level, name, &value, sizeof value);
}

// What the peer has not confirmed yet, in bytes; ioctl is variadic.
static inline int csys_unconfirmed(int fd) {
    int bytes = 0;
    return ioctl(fd, SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

// Makes the next close() drop what was not sent; the structure is C's.
static inline int csys_drop_unsent(int fd) {
    struct linger at_once = {1, 0};
    return setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

// Binds and listens on the first address that `host` names; -1 with errno set, or -2 when the
// host is not an address or a name of this machine. The chosen port goes to `port`.
static inline int csys_listen(const char *host, unsigned short *port, int backlog) {
    struct addrinfo hints, *found = 0;
    char service[8];
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    snprintf(service, sizeof service, "%u", (unsigned)*port);
    if (getaddrinfo(host, service, &hints, &found) != 0 || !found) return -2;
    int fd = csys_stream_socket(found->ai_family);
    int rc = -1;
    if (fd >= 0) {
        csys_set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        if (found->ai_family == AF_INET6) csys_set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        rc = bind(fd, found->ai_addr, found->ai_addrlen);
        if (rc == 0) rc = listen(fd, backlog);
    }
    freeaddrinfo(found);
    if (rc == 0) {
        struct sockaddr_storage own;
        socklen_t n = sizeof own;
        rc = getsockname(fd, (struct sockaddr *)&own, &n);
        *port = ntohs(own.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&own)->sin6_port
                                                : ((struct sockaddr_in *)&own)->sin_port);
    }
    if (rc != 0) {
        int saved = errno;
        if (fd >= 0) close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

// The 16 bytes of the peer's address, IPv4 as ::ffff:a.b.c.d, and its port.
static inline int csys_peer(const struct sockaddr_storage *peer, unsigned char out[16]) {
    memset(out, 0, 16);
    if (peer->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;
        memcpy(out, &six->sin6_addr, 16);
        return ntohs(six->sin6_port);
    }
    if (peer->ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)peer;
        out[10] = out[11] = 0xff;
        memcpy(out + 12, &four->sin_addr, 4);
        return ntohs(four->sin_port);
    }
    return 0;
}

// Raises the limit of open files to what the system allows; returns the limit.
static inline long csys_raise_file_limit(void) {
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0) return 1024;
    if (r.rlim_cur < r.rlim_max) {
        rlim_t before = r.rlim_cur;
        r.rlim_cur = r.rlim_max > 1048576 ? 1048576 : r.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &r) != 0) r.rlim_cur = before;
    }
    return r.rlim_cur > 1048576 ? 1048576 : (long)r.rlim_cur;
}
