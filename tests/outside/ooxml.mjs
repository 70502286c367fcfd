// Validates Word files with Microsoft's Open XML SDK, which @ooxml-tools/validate carries as WebAssembly.
// Standard input: one path a line. Standard output: JSON, for each file the list of what is wrong.
import { readFileSync } from "node:fs";
import validate from "@ooxml-tools/validate";

const paths = readFileSync(0, "utf-8").split("\n").filter((line) => line);
const results = [];
for (const path of paths) {
  try {
    const errors = await validate(readFileSync(path), "docx", process.argv[2]);
    results.push(errors.map(({ id, description, path }) => ({ id, description, part: path?.partUri, at: path?.xpath })));
  } catch (error) {
    results.push([{ id: "unreadable", description: String(error.message ?? error), part: "the file", at: null }]);
  }
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
