/* packets take NUMBER MARK KIND [A [B [C]]]    takes the packets that the kernel queues under NUMBER
     slow LEAST_MS MOST_MS kept|mixed   each is received that much later, in its order or not
     loss PERCENT                       some are never received
     duplicate PERCENT                  some are received twice
     rate BYTES_PER_S                   they are received no faster; a backlog of 2 s is dropped
     flap UP_MS DOWN_MS                 none is received during every other span
     hold                               none is received until the end
   Prints its pid once it takes them. From SIGUSR1 on it lets go of all that it has and takes nothing more from
   its course; SIGTERM ends it.
   A packet that was let go has MARK, by which rules pass it on: other disturbances follow.

   packets connect HOST PORT COUNT BOUND_MS     opens COUNT connections at once
   Prints how long each took in us; `-` for one that had no answer in time. A refusal is an answer. */
#define _GNU_SOURCE /* ppoll */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536, MS = 1000000, BACKLOG_MS = 2000 };
static const int64_t NEVER = INT64_MAX;

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* --- what becomes of a packet --- */

static volatile sig_atomic_t calm, over;

static struct {
  const char *kind;
  long a, b;
  int mixed;
  int64_t start, last; /* ns: of the daemon; of the last packet's arrival */
} fate;

static int chance(long percent) { return random() % 100 < percent; }

/* When a packet of that size is received, in ns; 0: it is lost. */
static int64_t due(int64_t now, size_t bytes) {
  int64_t at = now;
  if (calm) return now;
  if (!strcmp(fate.kind, "hold")) return NEVER;
  if (!strcmp(fate.kind, "loss")) return chance(fate.a) ? 0 : now;
  if (!strcmp(fate.kind, "flap"))
    return (now - fate.start) / MS % (fate.a + fate.b) < fate.a ? now : 0;
  if (!strcmp(fate.kind, "slow")) at = now + (fate.a * MS + (fate.b > fate.a ? random() % ((fate.b - fate.a) * MS) : 0));
  if (!strcmp(fate.kind, "rate")) {
    at = (fate.last > now ? fate.last : now) + (int64_t)bytes * 1000000000LL / fate.a;
    if (at - now > BACKLOG_MS * (int64_t)MS) return 0;
  }
  if (!fate.mixed && at < fate.last) at = fate.last;
  fate.last = at;
  return at;
}

/* --- the kernel's queue --- */

static int queue, raw4, raw6;
static unsigned number, mark;

struct kept {
  int64_t due;
  uint32_t id, mark;
};
/* The latest first, so that the next to go is at the end; of equals the first to come goes first. */
static struct kept kept[MOST];
static size_t count;

static void keep(struct kept packet) {
  size_t at = count;
  while (at > 0 && kept[at - 1].due <= packet.due) at--;
  memmove(kept + at + 1, kept + at, (count - at) * sizeof *kept);
  kept[at] = packet;
  count++;
}

struct message {
  struct nlmsghdr header;
  struct nfgenmsg netfilter;
  char attributes[128];
};

static struct message begin(int type, int flags) {
  struct message message = {0};
  message.header.nlmsg_len = NLMSG_LENGTH(sizeof message.netfilter);
  message.header.nlmsg_type = NFNL_SUBSYS_QUEUE << 8 | type;
  message.header.nlmsg_flags = NLM_F_REQUEST | flags;
  message.netfilter.res_id = htons(number);
  return message;
}

static void add(struct message *message, int type, const void *data, size_t size) {
  struct nlattr *attribute = (void *)((char *)message + NLMSG_ALIGN(message->header.nlmsg_len));
  attribute->nla_type = type;
  attribute->nla_len = NLA_HDRLEN + size;
  memcpy((char *)attribute + NLA_HDRLEN, data, size);
  message->header.nlmsg_len = NLMSG_ALIGN(message->header.nlmsg_len) + NLA_ALIGN(attribute->nla_len);
}

static void say(const struct message *message) {
  if (send(queue, message, message->header.nlmsg_len, 0) < 0) fail("netlink");
}

static void verdict(uint32_t id, unsigned what, uint32_t with) {
  struct nfqnl_msg_verdict_hdr header = {htonl(what), htonl(id)};
  uint32_t marked = htonl(with | mark);
  struct message message = begin(NFQNL_MSG_VERDICT, 0);
  add(&message, NFQA_VERDICT_HDR, &header, sizeof header);
  add(&message, NFQA_MARK, &marked, sizeof marked);
  say(&message);
}

/* From here a second copy goes to this machine itself, over lo, where no rule of ours is. */
static void copy(const unsigned char *packet, size_t size) {
  if (packet[0] >> 4 == 4) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    memcpy(&to.sin_addr, packet + 16, 4);
    sendto(raw4, packet, size, 0, (void *)&to, sizeof to);
  } else {
    struct sockaddr_in6 to = {.sin6_family = AF_INET6};
    memcpy(&to.sin6_addr, packet + 24, 16);
    sendto(raw6, packet, size, 0, (void *)&to, sizeof to);
  }
}

static void take(const struct nlmsghdr *header) {
  if (header->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET)) return;
  const char *at = (const char *)NLMSG_DATA(header) + NLMSG_ALIGN(sizeof(struct nfgenmsg));
  const char *end = (const char *)header + header->nlmsg_len;
  const unsigned char *payload = NULL;
  size_t size = 0;
  struct kept packet = {0};
  while (at + NLA_HDRLEN <= end) {
    const struct nlattr *attribute = (const void *)at;
    const char *data = at + NLA_HDRLEN;
    uint32_t word;
    memcpy(&word, data, sizeof word);
    switch (attribute->nla_type & NLA_TYPE_MASK) {
      case NFQA_PACKET_HDR: packet.id = ntohl(word); break;
      case NFQA_MARK: packet.mark = ntohl(word); break;
      case NFQA_PAYLOAD: payload = (const void *)data, size = attribute->nla_len - NLA_HDRLEN; break;
    }
    at += NLA_ALIGN(attribute->nla_len);
  }
  int64_t now = now_ns();
  packet.due = due(now, size);
  if (packet.due == 0 || count == MOST) return verdict(packet.id, NF_DROP, packet.mark);
  if (!strcmp(fate.kind, "duplicate") && payload && size >= 40 && chance(fate.a)) copy(payload, size);
  if (packet.due <= now) return verdict(packet.id, NF_REPEAT, packet.mark);
  keep(packet);
}

static void release(int64_t until) {
  while (count > 0 && kept[count - 1].due <= until) {
    count--;
    verdict(kept[count].id, NF_REPEAT, kept[count].mark);
  }
}

/* The kernel's own answer to a request, in errno's numbers. */
static void asked(struct message *message) {
  char answer[1024];
  say(message);
  ssize_t got = recv(queue, answer, sizeof answer, 0);
  const struct nlmsghdr *header = (const void *)answer;
  if (got < (ssize_t)sizeof *header || header->nlmsg_type != NLMSG_ERROR) return;
  errno = -((const struct nlmsgerr *)NLMSG_DATA(header))->error;
  if (errno) fail("the kernel's packet queue");
}

static void bind_queue(void) {
  struct sockaddr_nl own = {.nl_family = AF_NETLINK};
  int size = 32 << 20, yes = 1;
  queue = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  if (queue < 0 || bind(queue, (void *)&own, sizeof own)) fail("netlink");
  setsockopt(queue, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  setsockopt(queue, SOL_NETLINK, NETLINK_NO_ENOBUFS, &yes, sizeof yes);
  struct nfqnl_msg_config_cmd command = {.command = NFQNL_CFG_CMD_BIND};
  struct nfqnl_msg_config_params params = {htonl(0xffff), NFQNL_COPY_PACKET};
  uint32_t length = htonl(MOST), flags = htonl(NFQA_CFG_F_FAIL_OPEN);
  struct message message = begin(NFQNL_MSG_CONFIG, NLM_F_ACK);
  add(&message, NFQA_CFG_CMD, &command, sizeof command);
  asked(&message);
  message = begin(NFQNL_MSG_CONFIG, NLM_F_ACK);
  add(&message, NFQA_CFG_PARAMS, &params, sizeof params);
  add(&message, NFQA_CFG_QUEUE_MAXLEN, &length, sizeof length);
  add(&message, NFQA_CFG_FLAGS, &flags, sizeof flags);
  add(&message, NFQA_CFG_MASK, &flags, sizeof flags);
  asked(&message);
}

static void on_signal(int signal) {
  calm = 1;
  over = signal == SIGTERM;
}

static void serve(void) {
  static char buffer[1 << 17];
  sigset_t waiting;
  sigprocmask(SIG_BLOCK, NULL, &waiting);
  sigdelset(&waiting, SIGTERM);
  sigdelset(&waiting, SIGUSR1);
  while (!over) {
    int64_t left = count > 0 && kept[count - 1].due != NEVER ? kept[count - 1].due - now_ns() : NEVER;
    struct timespec wait = {left / 1000000000LL, left % 1000000000LL};
    struct pollfd waits = {queue, POLLIN, 0};
    if (left < 0) wait = (struct timespec){0, 0};
    if (ppoll(&waits, 1, left == NEVER ? NULL : &wait, &waiting) > 0) {
      int got = recv(queue, buffer, sizeof buffer, MSG_DONTWAIT);
      for (struct nlmsghdr *at = (void *)buffer; got > 0 && NLMSG_OK(at, (unsigned)got); at = NLMSG_NEXT(at, got)) take(at);
    }
    release(calm ? NEVER : now_ns());
  }
}

static int take_queue(int argc, char **argv) {
  number = atoi(argv[2]);
  mark = strtoul(argv[3], NULL, 0);
  fate.kind = argv[4];
  fate.a = argc > 5 ? atol(argv[5]) : 0;
  fate.b = argc > 6 ? atol(argv[6]) : 0;
  fate.mixed = argc > 7 && !strcmp(argv[7], "mixed");
  if (!strcmp(fate.kind, "duplicate")) {
    raw4 = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    raw6 = socket(AF_INET6, SOCK_RAW, IPPROTO_RAW);
    if (raw4 < 0) fail("raw socket");
  }
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGTERM);
  sigaddset(&ours, SIGUSR1);
  sigprocmask(SIG_BLOCK, &ours, NULL);
  signal(SIGTERM, on_signal);
  signal(SIGUSR1, on_signal);
  bind_queue();
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child > 0) {
    printf("%d\n", child);
    return 0;
  }
  int null = open("/dev/null", O_RDWR);
  for (int file = 0; file < 3; file++) dup2(null, file);
  setsid();
  srandom(getpid() ^ now_ns());
  fate.start = now_ns();
  serve();
  return 0;
}

/* --- connections --- */

static int connect_all(char **argv) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *to;
  long wanted = atol(argv[4]), bound_ms = atol(argv[5]), open_ones = wanted;
  if (wanted < 1 || wanted > 256) fail("COUNT");
  if (getaddrinfo(argv[2], argv[3], &hints, &to)) fail(argv[2]);
  struct pollfd files[256];
  int64_t began[256], took[256];
  for (long at = 0; at < wanted; at++) {
    took[at] = -1;
    began[at] = now_ns();
    files[at] = (struct pollfd){socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK, 0), POLLOUT, 0};
    connect(files[at].fd, to->ai_addr, to->ai_addrlen);
  }
  int64_t until = now_ns() + bound_ms * MS;
  while (open_ones > 0 && now_ns() < until) {
    poll(files, wanted, (until - now_ns()) / MS + 1);
    for (long at = 0; at < wanted; at++) {
      if (files[at].fd < 0 || !files[at].revents) continue;
      int error = 0;
      socklen_t size = sizeof error;
      getsockopt(files[at].fd, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error == 0 || error == ECONNREFUSED) took[at] = now_ns() - began[at];
      close(files[at].fd);
      files[at].fd = -1;
      open_ones--;
    }
  }
  for (long at = 0; at < wanted; at++) {
    if (took[at] < 0) printf("- ");
    else printf("%lld ", (long long)took[at] / 1000);
  }
  printf("\n");
  return 0;
}

int main(int argc, char **argv) {
  if (argc >= 5 && !strcmp(argv[1], "take")) return take_queue(argc, argv);
  if (argc == 6 && !strcmp(argv[1], "connect")) return connect_all(argv);
  fprintf(stderr, "usage: packets take NUMBER MARK KIND [A [B [C]]] | packets connect HOST PORT COUNT BOUND_MS\n");
  return 2;
}
