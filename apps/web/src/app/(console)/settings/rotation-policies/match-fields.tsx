"use client";

import { MultiSelect, NativeSelect, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { CredentialKind, Holder } from "@rolecall/domain";
import { KIND_LABELS } from "../../../../rooms/credentials/credential-labels.ts";
import { withChosen } from "./place-options.ts";
import type { PlaceOption, Places, PolicyForm } from "./policy-form.ts";
import { HOLDER_LABELS } from "./policy-words.ts";

const KIND_OPTIONS = CredentialKind.options.map((value) => ({ value, label: KIND_LABELS[value] }));
const HOLDER_OPTIONS = [
  { value: "", label: "Anybody" },
  ...Holder.options.map((value) => ({ value, label: HOLDER_LABELS[value] })),
];

type PlacesFieldProps = {
  label: string;
  /** An example of an id, for people who type ids. */
  placeholder: string;
  options: readonly PlaceOption[];
  /** The form's props for the field. */
  input: ReturnType<PolicyForm["getInputProps"]>;
};

/** A choice of several places by name; without names, a field for ids. */
function PlacesField({ label, placeholder, options, input }: PlacesFieldProps) {
  if (options.length === 0) {
    return (
      <TagsInput label={label} placeholder={placeholder} splitChars={[",", " ", ";"]} acceptValueOnBlur {...input} />
    );
  }
  return (
    <MultiSelect
      label={label}
      data={withChosen(options, input.value ?? [])}
      searchable
      limit={100}
      nothingFoundMessage="Nothing of this name is known"
      {...input}
    />
  );
}

type MatchFieldsProps = { form: PolicyForm; path: string; places: Places };

/** The conditions of an override. An empty field is no condition. */
export function MatchFields({ form, path, places }: MatchFieldsProps) {
  const of = (field: string) => form.getInputProps(`${path}.${field}`);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <PlacesField
        label="Accounts"
        placeholder="12-digit account id"
        options={places.accounts}
        input={of("awsAccountIds")}
      />
      <PlacesField
        label="Organisational units"
        placeholder="ou-ab12-cdef3456"
        options={places.units}
        input={of("unitIds")}
      />
      <TextInput label="Tag of the user: key" maxLength={128} {...of("tagKey")} />
      <TextInput label="Tag of the user: value" placeholder="Any value" maxLength={256} {...of("tagValue")} />
      <TextInput label="Path of the user" placeholder="/vendors/" maxLength={512} {...of("pathPrefix")} />
      <NativeSelect label="Held by" data={HOLDER_OPTIONS} {...of("holder")} />
      <MultiSelect label="Kinds of credential" data={KIND_OPTIONS} searchable {...of("kinds")} />
    </SimpleGrid>
  );
}
