"use client";

import { Group } from "@mantine/core";
import { useForm } from "@mantine/form";
import { LinkButton } from "@rolecall/ui";
import { ActionForm } from "../../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../../trpc/client.tsx";
import { CampaignFields, type CampaignValues, campaignProblems } from "../campaign-fields.tsx";

/** Creates a campaign, and goes to its page. */
export function CreateCampaignForm() {
  const create = useAction(useTRPC().campaigns.create.mutationOptions(), {
    goTo: ({ id }) => `/migration/campaigns/${id}`,
  });
  const form = useForm<CampaignValues>({
    initialValues: { name: "", targetDate: "", notes: "" },
    validate: campaignProblems,
  });
  const submit = form.onSubmit(({ name, targetDate, notes }) =>
    create.run(
      { name, notes, targetDate: targetDate === "" ? undefined : targetDate },
      { onRefused: ({ fields }) => form.setErrors(fields) },
    ),
  );
  return (
    <ActionForm onSubmit={submit} problem={form.errors.name ? null : create.problem} maw={560}>
      <CampaignFields form={form} />
      <Group gap="xs">
        <SubmitButton loading={create.isBusy}>Create campaign</SubmitButton>
        <LinkButton href="/migration/campaigns" variant="subtle" color="gray">
          Cancel
        </LinkButton>
      </Group>
    </ActionForm>
  );
}
