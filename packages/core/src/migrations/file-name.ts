/** The name of a file that every file system takes. */
export const fileNameOf = (name: string, ending: string): string =>
  `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 120) || "file"
  }.${ending}`;
