import { Loader, Stack, Text } from "@mantine/core";
import type { EvidenceProgress } from "@rolecall/domain";
import { DateText, PartialNotice } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { LiveRefresh } from "../block/live-refresh.tsx";

function Failures({ failures }: Pick<EvidenceProgress, "failures">) {
  if (failures.length === 0) return null;
  return (
    <PartialNotice title="Some lookups failed">
      {failures.map(({ awsAccountId, accountName, reason, lookups }) => (
        <Text key={`${awsAccountId} ${reason}`} size="sm" style={{ overflowWrap: "anywhere" }}>
          {accountName} ({awsAccountId}), {formatAmount(lookups, "lookup")}: {reason}
        </Text>
      ))}
    </PartialNotice>
  );
}

/** How far lookups are, while they are under way and when they have ended. */
export function EvidenceProgressText({ progress }: { progress: EvidenceProgress }) {
  const { since, asked, done, failed, waiting, expectedEndAt, failures } = progress;
  if (!since) return null;
  const ended = `${formatCount(done + failed)} of ${formatAmount(asked, "lookup")} ended`;
  return (
    <Stack gap="sm">
      {waiting > 0 ? (
        <Text size="sm" role="status">
          <LiveRefresh everyMs={3000} />
          <Loader size={14} mr="xs" aria-hidden /> {ended}.{" "}
          {expectedEndAt && (
            <>
              At one call a second per account and Region, the last one ends at about{" "}
              <DateText at={expectedEndAt} withTime />.
            </>
          )}{" "}
          You may leave this page.
        </Text>
      ) : (
        <Text size="sm">
          Looked up last on <DateText at={since} withTime />: {ended}
          {failed > 0 && `, ${formatCount(failed)} of them without an answer`}.
        </Text>
      )}
      <Failures failures={failures} />
    </Stack>
  );
}
