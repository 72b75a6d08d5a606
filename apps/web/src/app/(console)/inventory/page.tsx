import { SimpleGrid, Stack, Text } from "@mantine/core";
import { LinkText, PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../rooms/address/href.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { AsOfForm } from "../../../rooms/as-of/as-of-form.tsx";
import { momentOfSearch } from "../../../rooms/as-of/moment.ts";

export const metadata: Metadata = { title: "Inventory" };

const KINDS: readonly { path: string; title: string; what: string }[] = [
  { path: "/users", title: "Users", what: "Who signs in or signs calls with long-lived secrets." },
  { path: "/credentials", title: "Credentials", what: "Keys, passwords and certificates, with age and deadline." },
  { path: "/roles", title: "Roles", what: "What people and workloads take up instead, and whom they trust." },
  { path: "/policies", title: "Policies", what: "Managed policies and who has them." },
  { path: "/groups", title: "Groups", what: "Users that share policies." },
  { path: "/instance-profiles", title: "Instance profiles", what: "By which EC2 instances take up a role." },
  { path: "/identity-providers", title: "Identity providers", what: "OIDC and SAML providers that roles trust." },
  { path: "/permission-sets", title: "Permission sets", what: "Of IAM Identity Center, with their assignments." },
  { path: "/roles-anywhere", title: "Roles Anywhere", what: "Trust anchors, profiles and subjects with certificates." },
];

/** All kinds of resource, including those that are not in the navigation. */
export default async function InventoryPage({ searchParams }: { searchParams: SearchParams }) {
  const moment = await momentOfSearch(searchParams);
  return (
    <>
      <PageHeader
        title="Inventory"
        description="Everything that IAM knows in your accounts, by kind."
        actions={<AsOfForm action="/inventory" moment={moment} />}
      />
      <Stack gap="md">
        <AsOfBanner moment={moment} nowHref="/inventory" />
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="md">
          {KINDS.map(({ path, title, what }) => (
            <SectionCard key={path} title={title}>
              <Text size="sm" c="dimmed" mb="xs">
                {what}
              </Text>
              <LinkText size="sm" href={hrefOf(path, { asOf: moment.day })}>
                See all {title === "Roles Anywhere" ? title : title.toLowerCase()}
              </LinkText>
            </SectionCard>
          ))}
        </SimpleGrid>
      </Stack>
    </>
  );
}
