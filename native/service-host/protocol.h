/*
 * What the service host and its child, the daemon, say to each other. The daemon's side is shared/node/supervision.
 *
 *   The host starts   <programs>\bin\node.exe <programs>\stile-agent.mjs ...   with STILE_SUPERVISOR=pipe in its environment.
 *   child's stdout    "ready <name of its pipe>\n" once it can be spoken to; from then on "beat\n" every 15 s.
 *                     Anything else, such as "stopping", is passed over. Lines are UTF-8, at most LINE_BYTES long.
 *   child's stdin     "stop\n": end cleanly, within STOP_GRACE_MS. The end of the input means the same.
 *   child's stderr    the log. The host writes it to <data>\log\stile-agent.log and rotates that file.
 *
 * A child that is not ready after READY_LIMIT_MS, or says nothing for BEAT_LIMIT_MS afterwards, is killed and started again.
 * The tests build a host with shorter times; everything that is measured in time stands here.
 */
#ifndef STILE_PROTOCOL_H
#define STILE_PROTOCOL_H

#define SERVICE_NAME L"StileAgent"
#define LINE_BYTES 512

#ifndef READY_LIMIT_MS
#define READY_LIMIT_MS 60000
#endif
#ifndef BEAT_LIMIT_MS
#define BEAT_LIMIT_MS 60000
#endif
#ifndef STOP_GRACE_MS
#define STOP_GRACE_MS 10000
#endif

/* Between two starts: doubled from the first to the last, and the first again after a child that lived long. */
#ifndef FIRST_DELAY_MS
#define FIRST_DELAY_MS 1000
#endif
#define LAST_DELAY_MS 60000
#define HEALTHY_AFTER_MS 300000

/* What a crashed daemon left in the hosts file is removed by a program that gets this long. */
#define CLEAN_UP_LIMIT_MS 20000
#define PURGE_LIMIT_MS 60000
/* A service that cannot become ready at all says so to the service manager, whose own failure actions take over. */
#define FIRST_READY_LIMIT_MS 150000

#endif
