import { Code, List, ListItem, Stack, Text, Title } from "@mantine/core";
import type { CallerAccess, TrustVerdict } from "@rolecall/domain";
import { CopyableCode, DateText } from "@rolecall/ui";
import { PolicyDiff } from "../../../../rooms/access/policy-diff.tsx";
import { alignedTo } from "./align-policy.ts";
import classes from "./trust-panel.module.css";

type TrustPolicyProps = { document: unknown; verdict: TrustVerdict };

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={4} size="h6">
        {title}
      </Title>
      <List size="sm">
        {points.map((point) => (
          <ListItem key={point}>{point}</ListItem>
        ))}
      </List>
    </section>
  );
}

const ACCESS_WORDS: Record<CallerAccess, string> = {
  kept: "keeps access",
  under_new_conditions: "keeps access under the new conditions",
  lost: "would be locked out",
  not_let_in_today: "is not let in today",
};

/** Who was seen to assume the role, and whether each of them still could. */
function Callers({ verdict: { callers, recommendedPolicy } }: Pick<TrustPolicyProps, "verdict">) {
  if (callers.length === 0) return null;
  return (
    <section aria-label="Observed callers">
      <Title order={4} size="h6">
        Observed callers
      </Title>
      <List size="sm">
        {callers.map(({ principal, lastSeenAt, access }) => (
          <ListItem key={principal}>
            <Code>{principal}</Code>, last seen <DateText at={lastSeenAt} withTime />
            {recommendedPolicy !== null && `: ${ACCESS_WORDS[access]}`}
          </ListItem>
        ))}
      </List>
    </section>
  );
}

/** A trust policy, or the changes that it needs. */
export function TrustPolicy({ document, verdict }: TrustPolicyProps) {
  const { recommendedPolicy: recommended, lockedOut, advice } = verdict;
  const standing = <CopyableCode block value={JSON.stringify(document, null, 2)} label="trust policy" />;
  if (recommended === null || recommended === undefined) {
    return (
      <section aria-label="Trust policy">
        <Title order={3} size="h6" mb={4}>
          The policy as it stands
        </Title>
        {standing}
        <Points title="What to do" points={advice} />
        <Callers verdict={verdict} />
      </section>
    );
  }
  return (
    <section aria-label="What would be right">
      <Title order={3} size="h6">
        What would be right
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Marked with − is what stands now, with + what should. Where it says REPLACE-WITH, put in what only you, or the
        other side, can know.
      </Text>
      <Stack gap="sm">
        <Points title="Before you apply it" points={advice} />
        <Callers verdict={verdict} />
        <Points title="Would be locked out" points={lockedOut} />
        <PolicyDiff label="Recommended trust policy" before={document} after={alignedTo(document, recommended)} />
        <details className={classes.documents}>
          <summary>The recommended policy, to copy</summary>
          <CopyableCode block value={JSON.stringify(recommended, null, 2)} label="recommended trust policy" />
        </details>
        <details className={classes.documents}>
          <summary>The policy as it stands</summary>
          {standing}
        </details>
      </Stack>
    </section>
  );
}
