import { Text } from "@mantine/core";
import type { IamPolicy, InlinePolicyView } from "@rolecall/domain";
import { CopyableCode, type KeyValue, KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { hrefOf } from "../address/href.ts";
import type { Moment } from "../as-of/moment.ts";
import { FoldedPolicy } from "./policy-document.tsx";
import { readPolicies } from "./read-policies.ts";

const isOfAws = (arn: string): boolean => arn.includes(":iam::aws:policy/");

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

type PolicyListProps = {
  awsAccountId: string;
  moment: Moment;
  attachedPolicyArns: readonly string[];
  inlinePolicies: readonly InlinePolicyView[];
  /** Undefined: the holder cannot have one. */
  permissionsBoundaryArn?: string | null;
  /** What else gives permissions, such as groups. */
  more?: readonly KeyValue[];
};

/** The policies of a user, group or role, each with its document. */
export async function PolicyList(props: PolicyListProps) {
  const { attachedPolicyArns, inlinePolicies, permissionsBoundaryArn, more = [], awsAccountId, moment } = props;
  const arns = [...attachedPolicyArns, ...(permissionsBoundaryArn ? [permissionsBoundaryArn] : [])];
  const policies = await readPolicies(arns, { awsAccountId, day: moment.day });
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
