import { PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { CAMPAIGNS, MIGRATIONS } from "../../../../../rooms/address/migration.ts";
import { requireSession } from "../../../../../server/session.ts";
import { CreateCampaignForm } from "./create-campaign-form.tsx";

export const metadata: Metadata = { title: "Create campaign" };

export default async function NewCampaignPage() {
  await requireSession();
  return (
    <>
      <PageHeader
        title="Create campaign"
        breadcrumbs={[
          { label: "Migration", href: MIGRATIONS.href({}) },
          { label: "Campaigns", href: CAMPAIGNS.href({}) },
        ]}
        description="Users join from the queue, or by CSV, once it exists."
      />
      <SectionCard title="Campaign">
        <CreateCampaignForm />
      </SectionCard>
    </>
  );
}
