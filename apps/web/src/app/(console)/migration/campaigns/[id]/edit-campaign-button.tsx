"use client";

import { Button, Group } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Campaign } from "@rolecall/domain";
import { ActionForm } from "../../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../../trpc/client.tsx";
import { CampaignFields, type CampaignValues, campaignProblems, valuesOf } from "../campaign-fields.tsx";

type Editable = Pick<Campaign, "id" | "name" | "targetDate" | "notes">;

function EditForm({ campaign, onLeave }: { campaign: Editable; onLeave: () => void }) {
  const update = useAction(useTRPC().campaigns.update.mutationOptions());
  const form = useForm<CampaignValues>({ initialValues: valuesOf(campaign), validate: campaignProblems });
  const submit = form.onSubmit(({ name, targetDate, notes }) =>
    update.run(
      { id: campaign.id, name, notes, targetDate: targetDate === "" ? null : targetDate },
      { onDone: onLeave, onRefused: ({ fields }) => form.setErrors(fields) },
    ),
  );
  return (
    <ActionForm onSubmit={submit} problem={form.errors.name ? null : update.problem} gap="sm">
      <CampaignFields form={form} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={update.isBusy}>Save</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Opens the form that changes name, target date and notes. */
export function EditCampaignButton({ campaign }: { campaign: Editable }) {
  return (
    <DialogButton label="Edit" title={`Edit ${campaign.name}`} dialog={{ size: "lg" }}>
      {(close) => <EditForm campaign={campaign} onLeave={close} />}
    </DialogButton>
  );
}
