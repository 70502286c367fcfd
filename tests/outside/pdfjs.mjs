// Opens a PDF with pdf.js, the viewer of Firefox, in a headless Chromium. pdf.js must run in a browser: under Node
// alone it garbles what the form's font cannot encode.
//
// Standard input: {pdf, values, drawn, picture}: the PDF in base64; values to type (or null); whether to say what is
// drawn; the number of a page to take a picture of (or null).
// Standard output: {filled, drawn, picture} as JSON, files in base64.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const MODULES = fileURLToPath(new URL("node_modules/pdfjs-dist/", import.meta.url));
const TYPES = { ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const PAGE = `<!doctype html><meta charset="utf-8"><title>pdf.js</title>
<link rel="stylesheet" href="/web/pdf_viewer.css">
<style>body { margin: 0 } #container { position: absolute; overflow: auto; width: 100%; height: 100% }</style>
<div id="container"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjsLib from "/build/pdf.mjs";
globalThis.pdfjsLib = pdfjsLib;
const { EventBus, PDFLinkService, PDFViewer, RenderingStates } = await import("/web/pdf_viewer.mjs");
pdfjsLib.GlobalWorkerOptions.workerSrc = "/build/pdf.worker.mjs";
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const viewer = new PDFViewer({
  container: document.getElementById("container"), eventBus, linkService,
  annotationMode: pdfjsLib.AnnotationMode.ENABLE_FORMS,
});
linkService.setViewer(viewer);
globalThis.pdf = await pdfjsLib.getDocument({
  url: "/file.pdf", standardFontDataUrl: "/standard_fonts/", cMapUrl: "/cmaps/", wasmUrl: "/wasm/",
  isEvalSupported: false,
}).promise;
const ready = new Promise((resolve) => eventBus.on("pagesinit", resolve));
const layered = new Set();
eventBus.on("annotationlayerrendered", (event) => layered.add(event.pageNumber));
viewer.setDocument(pdf);
await ready;
viewer.currentScaleValue = "1";

// The inputs of a page exist only while it is in sight or was so lately.
globalThis.show = async (number) => {
  viewer.scrollPageIntoView({ pageNumber: number });
  const view = viewer.getPageView(number - 1);
  while (view.renderingState !== RenderingStates.FINISHED || !layered.has(number)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

// The text of the appearance of each field: the glyphs that pdf.js paints, not the value.
globalThis.drawn = async (number) => {
  const page = await pdf.getPage(number);
  const names = new Map((await page.getAnnotations()).map((a) => [a.id, a.fieldName]));
  const list = await page.getOperatorList({ annotationMode: pdfjsLib.AnnotationMode.ENABLE });
  const { OPS } = pdfjsLib;
  const found = [];
  let shown = null;
  list.fnArray.forEach((fn, i) => {
    const args = list.argsArray[i];
    if (fn === OPS.beginAnnotation) {
      shown = names.get(args[0]) ? { field: names.get(args[0]), lines: [] } : null;
      if (shown) found.push(shown);
    } else if (fn === OPS.endAnnotation) shown = null;
    else if (fn === OPS.showText && shown) {
      shown.lines.push(args[0].map((g) => (typeof g === "number" ? "" : g.unicode ?? "")).join(""));
    }
  });
  return found;
};
globalThis.started = true;
</script>`;

async function serve(pdf) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const body = path === "/" ? PAGE : path === "/file.pdf" ? pdf : await readFile(join(MODULES, normalize(path)));
      const type = path === "/" ? "text/html" : TYPES[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

// Type and click as a person does. Returns the names that the form does not have.
async function fill(page, pages, values) {
  const left = new Set(Object.keys(values));
  for (let number = 1; number <= pages; number++) {
    const fields = await page.evaluate(async (n) => {
      return (await (await pdf.getPage(n)).getAnnotations())
        .filter((a) => a.fieldName && !a.readOnly)
        .map(({ id, fieldName, checkBox, radioButton, buttonValue }) => ({ id, fieldName, checkBox, radioButton, buttonValue }));
    }, number);
    const wanted = fields.filter((f) => f.fieldName in values);
    if (!wanted.length) continue;
    await page.evaluate((n) => show(n), number);
    for (const { id, fieldName, checkBox, radioButton, buttonValue } of wanted) {
      const value = values[fieldName];
      if (radioButton && buttonValue !== value) continue;
      const input = await page.waitForSelector(`[data-element-id="${id}"]`);
      if (checkBox || radioButton) {
        const checked = await input.evaluate((e) => e.checked);
        if (checked !== (radioButton || value)) await input.evaluate((e) => e.click());
      } else {
        await input.evaluate((e) => { e.focus(); e.select(); });
        if (value === "") await page.keyboard.press("Delete");
        else await page.keyboard.sendCharacter(value);
        await input.evaluate((e) => e.blur());
      }
      left.delete(fieldName);
    }
  }
  return [...left];
}

const request = JSON.parse(await text(process.stdin));
const server = await serve(Buffer.from(request.pdf, "base64"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  ],
  defaultViewport: { width: 900, height: 1200 },
});
try {
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction("globalThis.started", { timeout: 30_000 }).catch((error) => {
    throw new Error(`pdf.js did not open the file: ${faults.join("; ") || error}`);
  });
  const pages = await page.evaluate(() => pdf.numPages);
  const result = { filled: null, drawn: null, picture: null };
  if (request.drawn) {
    result.drawn = [];
    for (let n = 1; n <= pages; n++) result.drawn.push(await page.evaluate((number) => drawn(number), n));
  }
  if (request.picture) {
    await page.evaluate((n) => show(n), request.picture);
    const sheet = await page.$(`.page[data-page-number="${request.picture}"]`);
    result.picture = await sheet.screenshot({ encoding: "base64" });
  }
  if (request.values) {
    const left = await fill(page, pages, request.values);
    if (left.length) throw new Error(`pdf.js finds no such field or option: ${left.join(", ")}`);
    result.filled = await page.evaluate(async () => {
      const blob = new Blob([await pdf.saveDocument()]);
      const url = await new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(blob);
      });
      return url.slice(url.indexOf(",") + 1);
    });
  }
  if (faults.length) throw new Error(faults.join("; "));
  process.stdout.write(JSON.stringify(result));
} finally {
  await browser.close();
  server.close();
}
