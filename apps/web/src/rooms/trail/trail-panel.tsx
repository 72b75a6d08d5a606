import { Loader, Stack, Text } from "@mantine/core";
import { MS_PER_DAY, type TrailLookup, type TrailSubject } from "@rolecall/domain";
import { serverApi } from "../../server/api.ts";
import { LiveRefresh } from "../block/live-refresh.tsx";
import { TrailLookupButton } from "./trail-lookup-button.tsx";
import { TrailCard, TrailResult } from "./trail-result.tsx";

const WORDS = {
  credential: {
    title: "Where is this key used from?",
    description:
      "CloudTrail's event history tells from which addresses, with which software and for which services the key signed calls in the last 90 days.",
    ask: "Look it up in CloudTrail",
    again: "Look it up again",
  },
  user: {
    title: "Who changed this user?",
    description:
      "CloudTrail's event history tells who changed this user in the last 90 days, and names the actors in its history.",
    ask: "Look it up in CloudTrail",
    again: "Look it up again",
  },
  role: {
    title: "Who assumes this role?",
    description:
      "CloudTrail's event history tells who assumed this role in the last 90 days. From other accounts: which.",
    ask: "Look it up in CloudTrail",
    again: "Look it up again",
  },
} as const;

/** How long a complete answer is reused, instead of asking CloudTrail again. */
const KEPT_MS = MS_PER_DAY;

function isKept({ status, finishedAt }: TrailLookup, now: Date): boolean {
  return status === "complete" && finishedAt !== null && now.getTime() - finishedAt.getTime() < KEPT_MS;
}

type TrailPanelProps = { subject: TrailSubject; id: string; now: Date };

/** A lookup in CloudTrail for one access key, user or role, on demand. It makes one call a second and takes a while. */
export async function TrailPanel({ subject, id, now }: TrailPanelProps) {
  const { trail } = await serverApi();
  const latest = {
    credential: trail.latestOfCredential,
    user: trail.latestOfUser,
    role: trail.latestOfRole,
  } satisfies Record<TrailSubject, unknown>;
  const lookup = await latest[subject]({ id });
  const { title, description, ask, again } = WORDS[subject];
  const isMoving = lookup?.status === "queued" || lookup?.status === "running";
  return (
    <TrailCard title={title} description={description}>
      <Stack gap="sm">
        {isMoving ? (
          <Text size="sm" role="status">
            <LiveRefresh everyMs={2000} />
            <Loader size={14} mr="xs" aria-hidden /> Asking CloudTrail, at one call a second per Region. You may leave
            this page.
          </Text>
        ) : (
          <>
            {lookup && <TrailResult lookup={lookup} now={now} />}
            {!(lookup && isKept(lookup, now)) && (
              <TrailLookupButton subject={subject} id={id} label={lookup ? again : ask} />
            )}
          </>
        )}
      </Stack>
    </TrailCard>
  );
}
