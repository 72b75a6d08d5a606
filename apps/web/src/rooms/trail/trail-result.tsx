import { Stack, Text } from "@mantine/core";
import type { TrailLookup } from "@rolecall/domain";
import { AgeText, DateText, ErrorState, PartialNotice, SectionCard } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { TrailCounts } from "./trail-counts.tsx";
import { TrailEvents } from "./trail-events.tsx";

type ResultProps = { lookup: TrailLookup; now: Date };

const regionsText = (regions: TrailLookup["regions"], states: readonly TrailLookup["regions"][number]["state"][]) =>
  regions.filter(({ state }) => states.includes(state)).map(({ region }) => region);

function Regions({ regions }: Pick<TrailLookup, "regions">) {
  const read = regionsText(regions, ["read", "cut_off"]);
  const unread = regions.filter(({ state }) => state === "denied" || state === "failed");
  return (
    <>
      <Text size="sm">
        Regions read: {read.length > 0 ? read.join(", ") : "none"}.{" "}
        {regionsText(regions, ["cut_off"]).length > 0 &&
          `Of ${regionsText(regions, ["cut_off"]).join(", ")} the newest events only.`}
      </Text>
      {unread.length > 0 && (
        <PartialNotice title="Not every Region could be read">
          {unread.map(({ region, reason }) => (
            <Text key={region} size="sm">
              {region}: {reason ?? "AWS told no reason."}
            </Text>
          ))}
        </PartialNotice>
      )}
    </>
  );
}

function CannotSee({ cannotSee }: Pick<TrailLookup, "cannotSee">) {
  if (cannotSee.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        What this cannot see
      </Text>
      <Text component="ul" size="sm" c="dimmed" m={0} pl="md">
        {cannotSee.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </Text>
    </div>
  );
}

/** The result of a lookup in CloudTrail's event history, and its limits. */
export function TrailResult({ lookup, now }: ResultProps) {
  const { status, error, finishedAt, from, to, events, apiCalls } = lookup;
  if (status === "failed") {
    return <ErrorState title="The lookup failed">{error ?? "The reason was not recorded. Try it again."}</ErrorState>;
  }
  return (
    <Stack gap="sm">
      <Text size="sm">
        {events === 0 ? "No event" : formatAmount(events, "event")}
        {from && to && (
          <>
            {" "}
            from <DateText at={from} /> to <DateText at={to} />
          </>
        )}
        , by {formatCount(apiCalls.total)} calls to CloudTrail.{" "}
        {finishedAt && (
          <>
            Looked up <AgeText at={finishedAt} now={now} />; a complete answer is kept for a day, so that CloudTrail is
            not asked twice.
          </>
        )}
      </Text>
      <Regions regions={lookup.regions} />
      {events > 0 && <TrailCounts lookup={lookup} now={now} />}
      {events > 0 && <TrailEvents newest={lookup.newest} />}
      <CannotSee cannotSee={lookup.cannotSee} />
    </Stack>
  );
}

/** The frame of lookups. Other pages link to it. */
export function TrailCard({ title, description, children }: Omit<Parameters<typeof SectionCard>[0], "actions">) {
  return (
    <div id="cloudtrail">
      <SectionCard title={title} description={description}>
        {children}
      </SectionCard>
    </div>
  );
}
