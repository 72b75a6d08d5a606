import { SimpleGrid } from "@mantine/core";
import type { IdentityProvider } from "@rolecall/domain";
import { CopyableCode, type KeyValue, KeyValueList, PartialNotice, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { expiryOf } from "../metadata-expiry.ts";
import { ProviderExpiry } from "../provider-expiry.tsx";
import { PROVIDER_LABELS } from "../provider-labels.ts";
import { TrustingRoles } from "./trusting-roles.tsx";

export const metadata: Metadata = { title: "Identity provider" };

function ExpiryNotice({ provider, moment }: { provider: IdentityProvider; moment: Moment }) {
  const expiry = expiryOf(provider, moment.at);
  if (expiry !== "expired" && expiry !== "near") return null;
  return (
    <PartialNotice title={expiry === "expired" ? "The metadata has expired" : "The metadata expires soon"}>
      {expiry === "expired"
        ? "Nobody can sign in through this provider. Upload new metadata from the identity provider, or delete it."
        : "Upload new metadata from the identity provider before that day, or nobody can sign in through it any more."}
    </PartialNotice>
  );
}

const trustItems = (provider: IdentityProvider, moment: Moment): KeyValue[] => [
  { label: "Kind", value: PROVIDER_LABELS[provider.kind] },
  { label: "Valid until", value: <ProviderExpiry provider={provider} at={moment.at} /> },
  ...(provider.kind === "oidc"
    ? [
        {
          label: "Audiences",
          value: (
            <Lines values={provider.clientIds} none="none">
              {(clientId) => <CopyableCode value={clientId} label="audience" />}
            </Lines>
          ),
        },
        {
          label: "Thumbprints",
          value: (
            <Lines values={provider.thumbprints} none="none: AWS trusts its certificate authority">
              {(thumbprint) => <CopyableCode value={thumbprint} label="thumbprint" />}
            </Lines>
          ),
        },
      ]
    : []),
];

const PAGE: Entity<IdentityProvider> = {
  subject: "identity_provider",
  noun: "identity provider",
  list: { title: "Identity providers", path: "/identity-providers" },
  read: (api, query) => api.identityProviders.get(query),
  title: ({ name }) => name,
  description: ({ kind, accountName }) => `${PROVIDER_LABELS[kind]} provider in ${accountName}`,
  body: ({ entity: provider, moment }) => (
    <>
      <ExpiryNotice provider={provider} moment={moment} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(provider, { noun: "provider", moment })} />
        </SectionCard>
        <SectionCard title="Trust">
          <KeyValueList items={trustItems(provider, moment)} />
        </SectionCard>
      </SimpleGrid>
      <SubjectFindings
        awsAccountId={provider.awsAccountId}
        chosen={{ subject: "identity_provider", subjectId: provider.id }}
        noun="provider"
        moment={moment}
      />
      <Block name="The roles that trust it" query={[provider.id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <TrustingRoles provider={provider} moment={moment} />
      </Block>
      <TagList tags={provider.tags} />
    </>
  ),
};

export default function IdentityProviderPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
