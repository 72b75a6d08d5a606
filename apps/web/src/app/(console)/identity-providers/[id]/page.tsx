import { SimpleGrid } from "@mantine/core";
import type { IdentityProvider } from "@rolecall/domain";
import { CopyableCode, type KeyValue, KeyValueList, PartialNotice, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { type Moment, momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { serverApi } from "../../../../server/api.ts";
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

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function IdentityProviderPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const provider = await readAt(moment, (asOf) => api.identityProviders.get({ id, asOf }));
  const place = {
    noun: "identity provider",
    path: `/identity-providers/${id}`,
    breadcrumbs: [{ label: "Identity providers", href: hrefOf("/identity-providers", { asOf: moment.day }) }],
    moment,
  };
  if (!provider) return <NotKnownThen {...place} />;
  return (
    <EntityFrame
      {...place}
      title={provider.name}
      description={`${PROVIDER_LABELS[provider.kind]} provider in ${provider.accountName}`}
      subject="identity_provider"
      entity={provider}
    >
      <ExpiryNotice provider={provider} moment={moment} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(provider, { noun: "provider", moment })} />
        </SectionCard>
        <SectionCard title="Trust">
          <KeyValueList items={trustItems(provider, moment)} />
        </SectionCard>
      </SimpleGrid>
      <Block name="The provider's findings" query={[id, moment.day]} skeleton={<TableSkeleton rows={2} />}>
        <SubjectFindings
          awsAccountId={provider.awsAccountId}
          chosen={{ subject: "identity_provider", subjectId: id }}
          noun="provider"
          moment={moment}
        />
      </Block>
      <Block name="The roles that trust it" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <TrustingRoles provider={provider} moment={moment} />
      </Block>
      <TagList tags={provider.tags} />
    </EntityFrame>
  );
}
