import { Group, Text } from "@mantine/core";
import type { AwsAccount } from "@rolecall/domain";
import { LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { ROTATION } from "../../../../rooms/address/rotation.ts";
import { TRUST_MAP } from "../../../../rooms/address/trust-map.ts";
import { momentOf } from "../../../../rooms/as-of/moment.ts";
import { OpenFindings } from "../../../../rooms/findings/open-findings.tsx";
import { readChecks } from "../../../../rooms/findings/read-checks.ts";

/** The open findings of an account, and links to other views of it. */
export async function AccountFindings({ account }: { account: AwsAccount }) {
  const { awsAccountId } = account;
  const { accountsJudged } = await readChecks(null, awsAccountId, null);
  return (
    <SectionCard
      title="Open findings"
      actions={
        <Group gap="md">
          <LinkText size="sm" href={TRUST_MAP.href({ awsAccountId })}>
            Who can enter it
          </LinkText>
          <LinkText size="sm" href={ROTATION.href({ awsAccountId })}>
            How its keys are rotated
          </LinkText>
        </Group>
      }
    >
      {accountsJudged === 0 ? (
        <Text size="sm" component="div">
          <Unknown reason="The account has not been judged yet." />: it is judged as soon as a scan of it has landed.
        </Text>
      ) : (
        <OpenFindings awsAccountId={awsAccountId} moment={momentOf(null)} filters={null} />
      )}
    </SectionCard>
  );
}
