// Says at once that a file is too large, and counts ticks as they change; without it the server does both. Keeps
// ticks when the columns are sent.
const form = document.querySelector("form[data-most]");
const file = form?.querySelector("input[type=file]");
file?.addEventListener("change", () => {
  const large = file.files[0]?.size > Number(form.dataset.most);
  const said = document.getElementById("e-file");
  said.textContent = large ? "文件超过 10 MB：请删掉图片和多余的表，或者分成几个文件，再上传" : "";
  said.hidden = !large;
  file.setCustomValidity(said.textContent);
});

const count = document.querySelector("[data-count]");
const boxes = [...document.querySelectorAll("input[name=take]")];
if (count && boxes.length) {
  const tell = () => {
    count.textContent = Number(count.dataset.others) + boxes.filter((box) => box.checked).length;
  };
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
}

// the columns have a form of their own: ticks made meanwhile go along with it
const columns = document.querySelector("form[action$='/columns']");
columns?.addEventListener("formdata", (event) => {
  for (const field of document.querySelectorAll("input[name=shown], input[name=take]:checked")) {
    event.formData.append(field.name, field.value);
  }
});
