import { Stack, Text, Title } from "@mantine/core";
import { CopyableCode } from "@rolecall/ui";
import { PolicyDiff } from "../../../../rooms/access/policy-diff.tsx";
import { alignedTo } from "./align-policy.ts";
import classes from "./trust-panel.module.css";

type TrustPolicyProps = {
  document: unknown;
  /** Null: the document needs no change, or it is unknown. */
  recommended: unknown;
};

/** A trust policy, or the changes that it needs. */
export function TrustPolicy({ document, recommended }: TrustPolicyProps) {
  const standing = <CopyableCode block value={JSON.stringify(document, null, 2)} label="trust policy" />;
  if (recommended === null || recommended === undefined) {
    return (
      <section aria-label="Trust policy">
        <Title order={3} size="h6" mb={4}>
          The policy as it stands
        </Title>
        {standing}
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
