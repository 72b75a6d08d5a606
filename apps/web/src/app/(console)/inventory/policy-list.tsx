import { Text } from "@mantine/core";
import type { IamPolicy, InlinePolicyView } from "@rolecall/domain";
import { CopyableCode, type KeyValue, KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { serverApi } from "../../../server/api.ts";
import { hrefOf } from "../list-query.ts";
import type { Moment } from "./moment.ts";
import { FoldedPolicy } from "./policy-document.tsx";

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
const isOfAws = (arn: string): boolean => arn.includes(":iam::aws:policy/");

type Read = { awsAccountId: string; moment: Moment };

/** Managed policies of an account by ARN. A name is looked for at a time, as each holder has few. */
async function readPolicies(arns: readonly string[], { awsAccountId, moment }: Read): Promise<Map<string, IamPolicy>> {
  const api = await serverApi();
  const pages = await Promise.all(
    [...new Set(arns)].map((arn) => api.policies.list({ awsAccountId, q: nameOf(arn), limit: 200, asOf: moment.asOf })),
  );
  return new Map(pages.flatMap(({ items }) => items.map((policy): [string, IamPolicy] => [policy.arn, policy])));
}

function ManagedPolicy({ arn, policy, moment }: { arn: string; policy: IamPolicy | undefined; moment: Moment }) {
  const kind = isOfAws(arn) ? "AWS managed" : "customer managed";
  if (!policy) {
    return (
      <div>
        <CopyableCode value={arn} label="policy ARN" />
        <Text size="xs" c="dimmed">
          {kind}; its document has not been read
        </Text>
      </div>
    );
  }
  return (
    <FoldedPolicy
      name={policy.policyName}
      document={policy.document}
      problem={policy.problem}
      summary={
        <>
          {policy.policyName}{" "}
          <Text span size="xs" c="dimmed">
            {kind}, {policy.defaultVersionId}
          </Text>
        </>
      }
    >
      <Text size="xs" mb={6}>
        <LinkText inherit href={hrefOf(`/policies/${policy.id}`, { asOf: moment.day })}>
          See who else has {policy.policyName}, and its history
        </LinkText>
      </Text>
    </FoldedPolicy>
  );
}

type PolicyListProps = Read & {
  attachedPolicyArns: readonly string[];
  inlinePolicies: readonly InlinePolicyView[];
  /** Undefined: the holder cannot have one. */
  permissionsBoundaryArn?: string | null;
  /** What else gives permissions, such as groups. */
  more?: readonly KeyValue[];
};

/** The policies that say what somebody may do, each with its document. */
export async function PolicyList(props: PolicyListProps) {
  const { attachedPolicyArns, inlinePolicies, permissionsBoundaryArn, more = [], awsAccountId, moment } = props;
  const arns = [...attachedPolicyArns, ...(permissionsBoundaryArn ? [permissionsBoundaryArn] : [])];
  const policies = await readPolicies(arns, { awsAccountId, moment });
  const managed = (arn: string) => <ManagedPolicy key={arn} arn={arn} policy={policies.get(arn)} moment={moment} />;
  const inline = inlinePolicies.map((policy) => <FoldedPolicy key={policy.name} summary={policy.name} {...policy} />);
  return (
    <SectionCard title="Permissions" description="Open a policy to read its document.">
      <KeyValueList
        items={[
          ...more,
          {
            label: "Attached policies",
            value: attachedPolicyArns.length > 0 ? attachedPolicyArns.map(managed) : "none",
          },
          { label: "Inline policies", value: inline.length > 0 ? inline : "none" },
          ...(permissionsBoundaryArn === undefined
            ? []
            : [
                {
                  label: "Permissions boundary",
                  value: permissionsBoundaryArn ? managed(permissionsBoundaryArn) : "none",
                },
              ]),
        ]}
      />
    </SectionCard>
  );
}
