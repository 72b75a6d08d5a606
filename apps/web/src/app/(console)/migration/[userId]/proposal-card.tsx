import { List, ListItem, Stack, Text } from "@mantine/core";
import { type MigrationDetail, TARGETS } from "@rolecall/domain";
import { DateText, PartialNotice, SectionCard } from "@rolecall/ui";
import { ConfidenceBadge } from "../../../../rooms/migration/migration-badges.tsx";

type Proposal = NonNullable<MigrationDetail["proposal"]>;
type Signal = Proposal["signals"][number];

const SOURCES: Record<Signal["source"], string> = {
  tag: "tag",
  credential: "credential",
  use: "last use",
  cloudtrail: "CloudTrail",
  policies: "policies",
  groups: "groups",
  mfa: "MFA devices",
  name: "name",
};
const WEIGHTS: Record<Signal["weight"], string> = {
  decides: "decides",
  strong: "strong evidence",
  fair: "fair evidence",
  hint: "a hint",
  name: "a name only",
};

function Signals({ title, signals, namesTarget = false }: { title: string; signals: Signal[]; namesTarget?: boolean }) {
  if (signals.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <List size="sm" spacing="xs" aria-label={title}>
        {signals.map(({ sentence, source, weight, at, target }) => (
          <ListItem key={`${target} ${sentence}`} style={{ overflowWrap: "anywhere" }}>
            {sentence}
            <Text size="xs" c="dimmed">
              {namesTarget && `${TARGETS[target].label}; `}
              {WEIGHTS[weight]}; source: {SOURCES[source]}
              {at && (
                <>
                  , <DateText at={at} />
                </>
              )}
            </Text>
          </ListItem>
        ))}
      </List>
    </div>
  );
}

/** Evidence that speaks against what was accepted. */
function Contradiction({ contradiction }: Pick<MigrationDetail, "contradiction">) {
  if (!contradiction) return null;
  const { proposedThen, proposedNow } = contradiction;
  return (
    <PartialNotice title="The evidence has changed since the plan">
      “{TARGETS[proposedThen].label}” was proposed then; now it is “{TARGETS[proposedNow].label}”. Check whether the
      plan still holds.
    </PartialNotice>
  );
}

/** What is proposed for a user, and the signals for and against it. */
export function ProposalCard({
  proposal,
  contradiction,
}: { proposal: Proposal } & Pick<MigrationDetail, "contradiction">) {
  const { target, confidence, signals, against, question, halves } = proposal;
  return (
    <SectionCard title="Proposal" actions={<ConfidenceBadge target={target} confidence={confidence} inWords />}>
      <Stack gap="sm">
        <Text fw={600}>{TARGETS[target].label}</Text>
        {halves && (
          <Text size="sm">
            Two plans: the person moves to “{TARGETS[halves.person].label}”, the software to “
            {TARGETS[halves.software].label}”.
          </Text>
        )}
        <Contradiction contradiction={contradiction} />
        {question && (
          <PartialNotice tone="info" title="Question for the owner">
            {question}
          </PartialNotice>
        )}
        <Signals title="What speaks for it" signals={signals} />
        <Signals title="What speaks for something else" signals={against} namesTarget />
        {signals.length === 0 && against.length === 0 && (
          <Text size="sm" c="dimmed">
            No tag, use, policy, group or name tells what it is.
          </Text>
        )}
      </Stack>
    </SectionCard>
  );
}
