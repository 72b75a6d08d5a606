import { FileInput } from "@mantine/core";
import { UPLOAD_FILES, type UploadFile } from "@rolecall/domain";
import { IconFileUpload } from "@tabler/icons-react";
import { sizeInWords } from "./check-file.ts";

type FileFieldProps = {
  file: UploadFile;
  content: File | null;
  problem: string | null;
  disabled: boolean;
  onChange: (content: File | null) => void;
};

const DESCRIPTIONS: Record<UploadFile, string> = {
  "authorization-details": "JSON, at most 256 MB",
  "credential-report": "Optional: JSON or CSV, at most 16 MB",
};

/** One of the files of an upload: what it is, or how large the chosen one is. */
export function FileField({ file, content, problem, disabled, onChange }: FileFieldProps) {
  const { title } = UPLOAD_FILES[file];
  return (
    <FileInput
      label={title}
      description={content ? sizeInWords(content.size) : DESCRIPTIONS[file]}
      placeholder="Choose a file"
      leftSection={<IconFileUpload size={16} aria-hidden />}
      value={content}
      onChange={onChange}
      error={
        problem !== null && (
          <span role="alert" style={{ overflowWrap: "anywhere" }}>
            {problem}
          </span>
        )
      }
      disabled={disabled}
      clearable
      clearButtonProps={{ "aria-label": `Remove ${title}` }}
    />
  );
}
