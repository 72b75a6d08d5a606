import { Stack, Text } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import { CopyableCode, DataTable, PartialNotice, SectionCard } from "@rolecall/ui";

type Principal = IamRole["trust"]["principals"][number];

/** Whom a role trusts: its principals, and the policy as it stands. */
export function TrustPolicy({ trust }: Pick<IamRole, "trust">) {
  if (trust.document === null) {
    return (
      <SectionCard title="Trust policy">
        <PartialNotice title="The trust policy is malformed">
          It is not valid JSON, so whom this role trusts is unknown. Look at it in the AWS console and write it anew.
        </PartialNotice>
      </SectionCard>
    );
  }
  return (
    <SectionCard
      title="Trust policy"
      description={
        trust.requiresExternalId ? "Whoever assumes it must know an External ID." : "No External ID is asked for."
      }
    >
      <Stack gap="md">
        <DataTable<Principal>
          caption="Trusted principals"
          columns={[
            { id: "value", header: "Principal", cell: ({ value }) => <CopyableCode value={value} label="principal" /> },
            { id: "type", header: "Type", cell: ({ type }) => type },
          ]}
          rows={trust.principals}
          rowKey={({ type, value }) => `${type} ${value}`}
          empty={<Text size="sm">The policy names no principal: nobody can assume this role.</Text>}
        />
        <CopyableCode block value={JSON.stringify(trust.document, null, 2)} label="trust policy" />
      </Stack>
    </SectionCard>
  );
}
