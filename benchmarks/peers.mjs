// The JavaScript peers: one process an engine, told on stdin what to do, one JSON object a line.
//
//   {"op": "load", "engine": …, "template": path, "data": path}   reads both once
//   {"op": "run", "times": n, "out": path or null}                makes the document n times
//
// The answer to a run is the CPU time of the process for one document, in milliseconds.

import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";

const require = createRequire(process.env.PEERS_FOLDER + "/");
let template, data, make;

const engines = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async () => {
      const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true });
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    return async () => Buffer.from(await new TemplateHandler().process(template, data));
  },
  "docx-templates"() {
    const { createReport } = require("docx-templates");
    return async () =>
      Buffer.from(await createReport({ template, data, cmdDelimiter: "+++", noSandbox: true }));
  },
  carbone(file) {
    const carbone = require("carbone");
    return () =>
      new Promise((resolve, reject) =>
        carbone.render(file, data, (error, result) => (error ? reject(error) : resolve(result))),
      );
  },
  exceljs() {
    const ExcelJS = require("exceljs");
    return async () => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(template);
      for (const sheet of book.worksheets) {
        sheet.getCell("A1").value = sheet.getCell("A1").value.replace("{{ 部门 }}", data.department);
        const count = sheet.columnCount;
        const styles = [];
        const totals = [];
        for (let column = 1; column <= count; column++) {
          styles.push(sheet.getRow(5).getCell(column).style);
          const cell = sheet.getRow(7).getCell(column);
          totals.push([cell.value, cell.style]);
        }
        data.rows.forEach((values, offset) => {
          const row = sheet.getRow(4 + offset);
          row.height = 20;
          values.forEach((value, at) => {
            const cell = row.getCell(at + 1);
            cell.value = value;
            cell.style = styles[at];
          });
        });
        const last = 3 + data.rows.length;
        totals.forEach(([value, style], at) => {
          const cell = sheet.getRow(last + 1).getCell(at + 1);
          const letter = cell.address.replace(/[0-9]/g, "");
          cell.value = at < 2 ? value : { formula: `SUM(${letter}4:${letter}${last})` };
          cell.style = style;
        });
        sheet.pageSetup.printArea = `A1:L${last + 1}`;
      }
      return Buffer.from(await book.xlsx.writeBuffer());
    };
  },
  "xlsx-template"() {
    const XlsxTemplate = require("xlsx-template");
    return async () => {
      const book = new XlsxTemplate(template);
      for (const sheet of book.sheets) book.substitute(sheet.id, data);
      return book.generate({ type: "nodebuffer" });
    };
  },
};

const answer = (value) => process.stdout.write(JSON.stringify(value) + "\n");

for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  try {
    if (asked.op === "load") {
      template = fs.readFileSync(asked.template);
      data = JSON.parse(fs.readFileSync(asked.data, "utf8"));
      make = engines[asked.engine](asked.template);
      answer({ ok: true });
      continue;
    }
    let made;
    const before = process.cpuUsage();
    for (let time = 0; time < asked.times; time++) made = await make();
    const used = process.cpuUsage(before);
    if (asked.out) fs.writeFileSync(asked.out, made);
    answer({ ms: (used.user + used.system) / 1000 / asked.times, bytes: made.length });
  } catch (error) {
    answer({ error: String((error && error.message) || error).slice(0, 300) });
  }
}
