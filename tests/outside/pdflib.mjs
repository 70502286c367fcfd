// Fills a form with pdf-lib. Standard input: {pdf, font, values}, the PDF and the font in base64, the font perhaps
// null. Standard output: the filled PDF in base64.
import fontkit from "@pdf-lib/fontkit";
import { PDFCheckBox, PDFDocument, PDFRadioGroup, PDFTextField } from "pdf-lib";
import { text } from "node:stream/consumers";

const { pdf, font, values } = JSON.parse(await text(process.stdin));
const document = await PDFDocument.load(Buffer.from(pdf, "base64"), { updateMetadata: false });
const form = document.getForm();
for (const [name, value] of Object.entries(values)) {
  const field = form.getField(name);
  if (field instanceof PDFCheckBox) value ? field.check() : field.uncheck();
  else if (field instanceof PDFRadioGroup) field.select(value);
  else if (field instanceof PDFTextField) field.setText(value);
  else throw new Error(`${name} is a ${field.constructor.name}`);
}
if (font) {
  document.registerFontkit(fontkit);
  form.updateFieldAppearances(await document.embedFont(Buffer.from(font, "base64")));
}
// Without a font pdf-lib would draw with Helvetica, which has neither ŵ nor ł, and stop. The values stand either way.
const bytes = await document.save({ updateFieldAppearances: false });
process.stdout.write(Buffer.from(bytes).toString("base64"));
