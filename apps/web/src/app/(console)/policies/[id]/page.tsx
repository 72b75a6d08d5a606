import { SimpleGrid } from "@mantine/core";
import { DateText, KeyValueList, SectionCard, TableSkeleton, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyDocument } from "../../../../rooms/access/policy-document.tsx";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { serverApi } from "../../../../server/api.ts";
import { AttachmentList } from "./attachment-list.tsx";

export const metadata: Metadata = { title: "Policy" };

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function PolicyPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const policy = await readAt(moment, (asOf) => api.policies.get({ id, asOf }));
  const place = {
    noun: "policy",
    path: `/policies/${id}`,
    breadcrumbs: [{ label: "Policies", href: hrefOf("/policies", { asOf: moment.day }) }],
    moment,
  };
  if (!policy) return <NotKnownThen {...place} />;
  const { attachmentCount, updatedAt } = policy;
  return (
    <EntityFrame
      {...place}
      title={policy.policyName}
      description={`${policy.isAwsManaged ? "AWS managed" : "Customer managed"} policy in ${policy.accountName}`}
      subject="policy"
      entity={policy}
    >
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
    </EntityFrame>
  );
}
