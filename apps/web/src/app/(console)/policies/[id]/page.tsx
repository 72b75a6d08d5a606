import { SimpleGrid } from "@mantine/core";
import type { IamPolicy } from "@rolecall/domain";
import { DateText, KeyValueList, SectionCard, TableSkeleton, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyDocument } from "../../../../rooms/access/policy-document.tsx";
import { Block } from "../../../../rooms/block/block.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { AttachmentList } from "./attachment-list.tsx";

export const metadata: Metadata = { title: "Policy" };

const PAGE: Entity<IamPolicy> = {
  subject: "policy",
  noun: "policy",
  list: { title: "Policies", path: "/policies" },
  read: (api, query) => api.policies.get(query),
  title: ({ policyName }) => policyName,
  description: ({ isAwsManaged, accountName }) =>
    `${isAwsManaged ? "AWS managed" : "Customer managed"} policy in ${accountName}`,
  body: ({ entity: policy, moment }) => {
    const { id, attachmentCount, updatedAt } = policy;
    return (
      <>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList
              items={entityItems(policy, { noun: "policy", awsId: policy.policyId, path: policy.path, moment })}
            />
          </SectionCard>
          <SectionCard title="Version and use">
            <KeyValueList
              items={[
                { label: "Managed by", value: policy.isAwsManaged ? "AWS" : "the customer" },
                { label: "Default version", value: policy.defaultVersionId },
                {
                  label: "Last changed",
                  value: updatedAt ? <DateText at={updatedAt} withTime /> : <Unknown reason="AWS did not tell it." />,
                },
                {
                  label: "Attachments",
                  value: attachmentCount?.toLocaleString("en-US") ?? (
                    <Unknown reason="AWS did not tell how often it is attached." />
                  ),
                },
              ]}
            />
          </SectionCard>
        </SimpleGrid>
        <SectionCard title="Document" description="The default version, as AWS has it.">
          <PolicyDocument name={policy.policyName} document={policy.document} problem={policy.problem} />
        </SectionCard>
        <Block name="Who has the policy" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
          <AttachmentList policyId={id} moment={moment} />
        </Block>
      </>
    );
  },
};

export default function PolicyPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
