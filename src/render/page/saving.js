// The picture as a file.

const standalone = () => {
  const copy = levels[state.level].picture.cloneNode(true);
  const live = [levels[state.level].picture, ...levels[state.level].picture.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const computed = getComputedStyle(live[i]);
    for (const name of ["fill", "stroke"]) {
      if (element.hasAttribute(name) || ["path", "polygon", "text", "rect", "ellipse"].includes(element.tagName)) element.setAttribute(name, computed[name]);
    }
    if (element.tagName === "path" && computed.strokeDasharray !== "none") element.setAttribute("stroke-dasharray", computed.strokeDasharray);
    if (computed.opacity !== "1") element.setAttribute("opacity", computed.opacity);
    element.removeAttribute("tabindex");
  });
  copy.querySelectorAll(".off.edge, .reach").forEach((element) => element.remove());
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = data.title + ". " + $("summary").textContent;
  copy.prepend(title);
  copy.removeAttribute("style");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
};
const save = (blob, name) => {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
};
const savePng = () => {
  const url = URL.createObjectURL(new Blob([standalone()], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, 8000 / image.width, 8000 / image.height);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "relations-" + state.at + ".png"));
    URL.revokeObjectURL(url);
  };
  image.src = url;
};
