/* The fields of a worksheet: what stands in one, as a value and in words. Nothing is kept here. */
(function () {
  "use strict";
  const guidegen = window.guidegen, MOST_ROWS = 200;
  if (!guidegen) return;
  const { say, every, plain, has, isEmpty, dateFormat } = guidegen;

  const parts = field => every("[data-part]", field);
  const part = (field, name) => parts(field).find(one => one.dataset.part === name);
  const isTick = control => control.type === "radio" || control.type === "checkbox";
  const written = control => (isTick(control) ? control.checked : control.value);

  /* A browser complains of what such a control can not hold. */
  const HOLDS = {
    number: /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i, date: /^\d{4}-\d\d-\d\d$/, month: /^\d{4}-\d\d$/, time: /^([01]\d|2[0-3]):[0-5]\d$/,
  };

  function holds({ type }, value) {
    if (typeof value !== "string") return false;
    return !has(HOLDS, type) || (HOLDS[type].test(value) && (!/date|month/.test(type) || !isNaN(Date.parse(value))));
  }

  function fill(control, value) {
    if (isTick(control)) control.checked = value === true;
    else control.value = holds(control, value) ? value : "";
    if (control.selectedIndex < 0) control.value = "";
  }

  function begins(control) {
    if (isTick(control)) return control.defaultChecked;
    return control.options ? ([...control.options].find(one => one.defaultSelected) || { value: "" }).value : control.defaultValue;
  }

  function caption(control) {
    const { children } = control.closest("label") || { children: [control.labels[0]] };
    return [...children].filter(one => one.getAttribute("aria-hidden") !== "true").map(plain).filter(Boolean).join(" ");
  }

  /* Values. What is blank at the end of a list is no part of it, nor a blank part of anything. */

  const trimmed = list => list.slice(0, list.map(one => !isEmpty(one)).lastIndexOf(true) + 1);
  const named = pairs => Object.fromEntries(pairs.filter(([, value]) => !isEmpty(value)));
  const gathered = controls => named(controls.map(one => [one.dataset.part, written(one)]));
  const spread = (controls, values) => controls.forEach(one => fill(one, has(values, one.dataset.part) ? values[one.dataset.part] : ""));
  const shapeOf = value => (typeof value !== "object" ? typeof value : Array.isArray(value) ? "list" : "named");

  function canonical(value) {
    if (Array.isArray(value)) return trimmed(value).map(canonical);
    if (typeof value === "object") return Object.entries(value).filter(([, one]) => !isEmpty(one)).sort().map(canonical);
    return value;
  }

  function isSame(field, one, other) {
    const [first, second] = [one, other].map(value => canonical(field.dataset.type === "multi_choice" ? [...value].sort() : value));
    return JSON.stringify(first) === JSON.stringify(second);
  }

  /* Rows that can grow: of a list, and of a table without names for its rows. */

  const rows = field => every("[data-row], .entries > li", field);
  const isLabelled = field => Boolean(field.querySelector("tbody th[scope=row]"));

  function addRow(field) {
    const all = rows(field), row = all[all.length - 1].cloneNode(true), number = all.length + 1;
    const shown = new Intl.NumberFormat(guidegen.locale).format(number);
    every("[data-part]", row).forEach(one => {
      fill(one, "");
      one.removeAttribute("name");
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\p{Nd}+(?=\P{Nd}*$)/u, shown));
      if (!row.dataset.row) one.dataset.part = number;
    });
    every(".answered", row).forEach(one => one.classList.remove("answered"));
    every(".written", row).forEach(one => one.remove());
    if (row.dataset.row) row.dataset.row = number;
    row.dataset.added = "true";
    all[all.length - 1].after(row);
    return row;
  }

  function grow(field, count) {
    while (rows(field).length < Math.min(count, MOST_ROWS)) addRow(field);
  }

  const simple = {
    shape: "string",
    read: field => part(field, "value").value,
    write: (field, value) => fill(part(field, "value"), value),
    words(field, value) {
      const unit = field.querySelector("[id$='--unit']"), said = inWords(part(field, "value"), value);
      return value && unit ? `${said} ${plain(unit.firstChild)}`.trim() : said;
    },
  };

  const chosen = (field, value) => parts(field).find(one => one.value === value && isTick(one));
  const optionOf = (field, one) => (one.value === "other" && part(field, "other") ? `other:${part(field, "other").value}` : one.value);

  function choose(field, values) {
    const other = part(field, "other"), words = values.find(one => other && `${one}`.startsWith("other:"));
    parts(field).filter(isTick).forEach(one => { one.checked = values.includes(one.value) || (one.value === "other" && words !== undefined); });
    if (words) other.value = words.slice("other:".length);
  }

  function optionWords(field, value) {
    if (value.startsWith("other:") && part(field, "other")) return value.slice("other:".length);
    return chosen(field, value) ? caption(chosen(field, value)) : value;
  }

  const ticked = field => parts(field).filter(one => isTick(one) && one.checked);

  const choice = {
    shape: "string",
    read: field => ticked(field).map(one => optionOf(field, one))[0] || "",
    write: (field, value) => choose(field, [value]),
    words: optionWords,
  };

  /* A question brings its own sign. */
  const told = (name, words) => (/\p{P}$/u.test(name) ? `${name} ${words}` : `${name}: ${words}`);

  const group = {
    shape: "named",
    read: field => gathered(parts(field)),
    write: (field, value) => spread(parts(field), value),
    words: (field, value) => parts(field).filter(one => has(value, one.dataset.part))
      .map(one => told(caption(one), inWords(one, value[one.dataset.part]))).join("\n"),
  };

  const list = {
    shape: "list",
    read: field => trimmed(parts(field).map(written)),
    write: (field, value) => { if (rows(field).length) grow(field, value.length); parts(field).forEach((one, at) => fill(one, value[at])); },
    words: (field, value) => value.map((one, at) => one && `${at + 1}. ${inWords(parts(field)[at], one)}`).filter(Boolean).join("\n"),
  };

  function rowInWords(row, values) {
    return every("[data-part]", row).filter(one => has(values, one.dataset.part)).map(one => {
      const { heading } = one.closest("td").dataset, value = values[one.dataset.part];
      return value === true ? heading : `${heading}: ${inWords(one, value)}`;
    }).join("; ");
  }

  const rowName = row => plain(row.querySelector("th"));
  const tableRows = field => every("tr[data-row]", field);

  const table = {
    shape: field => (isLabelled(field) ? "named" : "list"),
    read(field) {
      const found = tableRows(field).map(row => [row.dataset.row, gathered(every("[data-part]", row))]);
      return isLabelled(field) ? named(found) : trimmed(found.map(([, values]) => values));
    },
    write(field, value) {
      if (!isLabelled(field)) grow(field, value.length);
      tableRows(field).forEach((row, at) => {
        const name = isLabelled(field) ? row.dataset.row : at;
        spread(every("[data-part]", row), has(value, name) ? value[name] : {});
      });
    },
    words(field, value) {
      const said = tableRows(field).map((row, at) => [row, isLabelled(field) ? row.dataset.row : at]).filter(([, name]) => has(value, name));
      return said.map(([row, name]) => (isLabelled(field) ? told(rowName(row), rowInWords(row, value[name])) : rowInWords(row, value[name]))).filter(Boolean).join("\n");
    },
  };

  const grid = {
    shape: "named",
    read: field => named(ticked(field).map(one => [one.dataset.part, one.value])),
    write: (field, value) => parts(field).forEach(one => { one.checked = has(value, one.dataset.part) && value[one.dataset.part] === one.value; }),
    words: (field, value) => parts(field).filter(one => has(value, one.dataset.part) && value[one.dataset.part] === one.value)
      .map(one => told(rowName(one.closest("tr")), plain(field.querySelector("thead tr").cells[one.closest("td").cellIndex]))).join("\n"),
  };

  const types = {
    choice, scale: choice, grid, list, table, actions: table, ranking: list, quadrants: group, goal: group, signature: group,
    checkbox: {
      shape: "boolean",
      read: field => part(field, "value").checked,
      write: (field, value) => fill(part(field, "value"), value),
      words: (field, value) => say(value ? "sheet_yes" : "sheet_no"),
    },
    multi_choice: {
      shape: "list",
      read: field => ticked(field).map(one => optionOf(field, one)),
      write: choose,
      words: (field, value) => value.map(one => optionWords(field, `${one}`)).join("\n"),
    },
  };
  const typeOf = field => types[field.dataset.type] || simple;
  const read = field => typeOf(field).read(field);

  function fits(field, value) {
    const { shape } = typeOf(field);
    return shapeOf(value) === (typeof shape === "function" ? shape(field) : shape);
  }

  /* A date as the page's language writes it; anything else as it is, an option by its name. */
  function inWords(control, value) {
    const form = { date: { dateStyle: "long" }, month: { month: "long", year: "numeric" } }[control && control.type];
    if (control && control.options) return plain([...control.options].find(one => one.value === value)) || value;
    const day = form && new Date(`${value}${control.type === "month" ? "-01" : ""}T00:00Z`);
    if (!day || isNaN(day)) return value === true ? say("sheet_yes") : `${value}`;
    return dateFormat({ ...form, timeZone: "UTC" }).format(day);
  }

  function reset(field) {
    every("[data-added]", field).forEach(one => one.remove());
    parts(field).forEach(one => fill(one, begins(one)));
  }

  const empty = field => parts(field).forEach(one => fill(one, ""));

  function write(field, value) {
    reset(field);
    empty(field);
    typeOf(field).write(field, value);
  }

  const hasDefault = field => parts(field).some(begins);
  const labelOf = field => plain(field.querySelector('[data-label=""]'));

  function problemOf(field) {
    const wrong = parts(field).find(one => !one.validity.valid && !one.validity.valueMissing), value = read(field);
    if (wrong) return problemOfControl(wrong);
    if ("required" in field.dataset && isEmpty(value)) return say("sheet_needed");
    const { min, max } = field.dataset, places = Array.isArray(value) ? value.filter(Boolean) : [];
    if (field.dataset.type === "ranking") {
      const twice = value.find((one, at) => one && value.indexOf(one) !== at);
      return twice ? say("sheet_twice", { option: inWords(parts(field)[0], twice) }) : "";
    }
    if (field.dataset.type !== "multi_choice" || isEmpty(value)) return "";
    if (places.length < min) return say("sheet_choose_more", { n: min });
    return places.length > max ? say("sheet_choose_fewer", { n: max }) : "";
  }

  function problemOfControl({ type, validity, min, max }) {
    if (validity.badInput) return say(type === "number" ? "sheet_number" : "sheet_whole");
    if (validity.rangeUnderflow) return say("sheet_least", { n: min });
    if (validity.rangeOverflow) return say("sheet_most", { n: max });
    if (validity.typeMismatch) return say(type === "email" ? "sheet_email" : "sheet_address");
    return validity.stepMismatch ? say("sheet_step") : "";
  }

  guidegen.fields = {
    parts, isTick, written, read, write, empty, reset, fits, isSame, inWords, hasDefault, labelOf, addRow, problemOf,
    words: (field, value) => typeOf(field).words(field, value),
  };
}());
