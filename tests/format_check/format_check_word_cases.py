"""Mistakes in Word templates, each with its one finding."""

from format_check_builders import FIELDS, USES, Mistake, docx, related, replaced, with_part

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
GRID = '<w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'


def cell(text):
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{P.format(text)}</w:tc>'


def table(*rows):
    return f"<w:tbl>{GRID}{''.join(f'<w:tr>{cell(row)}</w:tr>' for row in rows)}</w:tbl><w:p/>"


def runs(*texts, between=""):
    """A paragraph whose text is split over runs, as Word splits it."""
    return f"<w:p>{between.join(f'<w:r><w:t>{text}</w:t></w:r>' for text in texts)}</w:p>"


def field(code):
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


LOOP = ("{%tr for 行 in 任务 %}", USES, "{%tr endfor %}")


def word(name, code, place, words, *paragraphs, **more):
    fields = more.pop("fields", "")
    return Mistake(name, code, place, words, word=docx(*paragraphs, **more), fields=fields)


CASES = [
    # Names, filters, calls
    word("名称写错一个字", "L502", "第1段", "部们", "{{ 部们.名称 }}"),
    word("属性写错一个字", "L502", "第1段", "名稱", "{{ 部门.名稱 }}"),
    word("没有取过的数", "L502", "第2段", "三工", "标题", "{{ 三工 | 万元 }}"),
    word("循环里的属性写错", "L502", "表1 第2行 第1格", "名字", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}", USES + "{{ 行.名字 }}", "{%tr endfor %}")),
    word("不成立的条件里名称写错", "L502", "第1段", "部门名", "{% if 年度 < 2000 %}{{ 部门名 }}{% endif %}"),
    word("循环外用循环的名称", "L502", "第2段", "行", "{% for 行 in 任务 %}" + USES + "{% endfor %}",
         "{{ 行.名称 }}", fields=FIELDS),
    word("拿整列当一条", "L502", "第2段", "名称", "{% for 行 in 任务 %}" + USES + "{% endfor %}",
         "{{ 任务.名称 }}", fields=FIELDS),
    word("默认掩盖写错的名称", "T101", "第1段", "名稱", '{{ 部门.名稱 | 默认("无") }}'),
    word("没有这种格式", "L503", "第1段", "万圆", "{{ 支出.合计 | 万圆 }}"),
    word("没有这种判断", "L503", "第1段", "空白", "{% if 部门.名称 is 空白 %}无{% endif %}"),
    word("格式的参数不对", "L517", "第1段", "万元", "{{ 支出.合计 | 万元(20) }}"),
    word("函数的参数多了", "L505", "第1段", "金额", '{{ 支出.金额("基本支出") | 万元 }}'),
    word("条件的名称不对", "L502", "第1段", "类別", '{{ 支出.金额(类別="基本支出") | 万元 }}'),
    word("条件的值没有一行会有", "L502", "第1段", "基本支岀", '{{ 支出.金额(类型="基本支岀") | 万元 }}'),
    word("比较的字不在选项里", "T102", "第1段", "甲种",
         '{% for 行 in 任务 if 行.类别 == "甲种" %}' + USES + "{% endfor %}", fields=FIELDS),
    word("按选项挑选的字不在选项里", "T102", "第1段", "丙类",
         '{% for 行 in 任务 | selectattr("类别", "equalto", "丙类") %}' + USES + "{% endfor %}",
         fields=FIELDS),
    word("金额没有写格式", "L513", "第1段", "打印格式", "{{ 支出.合计 }}"),
    word("金额印成百分比", "L509", "第1段", "单位对不上", "{{ 支出.合计 | 百分比 }}"),
    word("文字用数的格式", "L508", "第1段", "不是数", "{{ 部门.名称 | 万元 }}"),
    word("比较印好的数", "L511", "第1段", "比较", "{% if 支出.合计 | 万元 > 5 %}多{% endif %}"),
    word("量印好的数的长度", "L511", "第1段", "量长度", "{{ 支出.合计 | 万元 | length }}"),
    word("对单个值循环", "L512", "第1段", "一列", "{% for 字 in 部门.名称 %}{{ 字 }}{% endfor %}"),
    word("函数忘了括号", "L513", "第1段", "函数", "{{ 支出.金额 }}"),
    word("循环里没有用到循环的名称", "T103", "第2段", "行", "{% for 行 in 任务 %}" + USES + "{% endfor %}",
         "{% for 行 in 任务 %}{{ 部门.名称 }}{% endfor %}", fields=FIELDS),
    # Syntax
    word("括号不成对", "L501", "第1段", "写法不对", '{{ 支出.金额(类型="基本支出" | 万元 }}'),
    word("不认识的标签", "L501", "第1段", "不认识标签", "{% 若 年度 %}"),
    word("标签没有闭合", "R763", "第1段", "没有写完整", "{{ 部门.名称 }"),
    word("标签没有开头", "R763", "第1段", "没有写完整", "部门.名称 }}"),
    word("标签里夹着制表符", "R764", "第1段", "制表符",
         xml="<w:p><w:r><w:t>{{ 部门</w:t><w:tab/><w:t>.名称 }}</w:t></w:r></w:p>"),
    word("标签被拼写记号拆开", "T120", "第1段", "拼写检查",
         xml=runs("{{ 部门", ".名称 }}", between='<w:proofErr w:type="spellStart"/>')),
    word("标签被格式拆开", "T120", "第1段", "2 段", xml=runs("{{ 部门.", "名称 }}")),
    word("全角的花括号", "T121", "第1段", "全角", "｛｛ 部门.名称 ｝｝"),
    word("用下划线开头的名称", "L515", "第1段", "下划线", "{{ 部门._名称 }}"),
    word("引用别的文件", "L516", "第1段", "include", "{% include '别的.docx' %}"),
    # Blocks and what they take away
    word("行循环没有结束", "R767", "表1 第1行 第1格", "endfor", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}", USES)),
    word("结束标签多了", "R767", "表1 第2行 第1格", "for", xml=table("一", "{%tr endfor %}")),
    word("条件和循环交叉", "R767", "第1段", "endfor",
         "{% if 年度 %}{% for 行 in 任务 %}" + USES + "{% endif %}", fields=FIELDS),
    word("行循环用段的结束标签", "R768", "第2段", "不在同一层", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}", USES) + P.format("{%p endfor %}")),
    word("行循环跨两张表", "R768", "表2 第1行 第1格", "表1", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}", USES) + table("{%tr endfor %}", "二")),
    word("格循环跨两行", "R768", "表1 第2行 第1格", "表1 第1行", fields=FIELDS,
         xml=table("{%tc for 行 in 任务 %}", "{%tc endfor %}").replace(
             "{%tc for 行 in 任务 %}</w:t></w:r></w:p></w:tc>",
             "{%tc for 行 in 任务 %}</w:t></w:r></w:p></w:tc>" + cell(USES))),
    word("段标签旁边有字", "R765", "第1段", "重要", "{%p if 年度 %}重要", "内容", "{%p endif %}"),
    word("行标签旁边有字", "R765", "表1 第1行 第1格", "说明", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}说明", USES, "{%tr endfor %}")),
    word("行标签的另一格有字", "R765", "表1 第1行 第1格", "序号", fields=FIELDS,
         rows=[("{%tr for 行 in 任务 %}", "序号"), (USES, ""), ("{%tr endfor %}", "")]),
    word("行标签不在表里", "R766", "第1段", "表格", "{%tr set 甲 = 1 %}"),
    word("循环里什么也没有", "T104", "表1 第1行 第1格", "没有内容", fields=FIELDS,
         xml=table("{%tr for 行 in 任务 %}", "{%tr endfor %}", "一", "{%tr for 行 in 任务 %}", USES,
                   "{%tr endfor %}")),
    word("合并标签在循环外", "R769", "表1 第1行 第1格", "vm", xml=table("{% vm %}甲")),
    word("分节符会丢", "R770", "第1段", "分节符",
         xml="<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 年度 %}</w:t></w:r></w:p>"
         + P.format("甲") + P.format("{%p endif %}")),
    # Units, forms, revisions
    word("格式和单位不一致", "T111", "第1段", "万元", "{{ 支出.合计 | 元 }}万元"),
    word("百分号印两遍", "T111", "第1段", "百分比", "{{ 对比(支出.合计, 支出.合计).增减率 | 百分比 }}%"),
    word("样式没有定义", "T122", "第1段", "没有的样式",
         xml='<w:p><w:pPr><w:pStyle w:val="没有的样式"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'),
    word("表格样式没有定义", "T122", "表1", "没有的表",
         xml=table("甲").replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="没有的表"/></w:tblPr>')),
    word("不常见的字体", "T123", "第1段", "某某手书",
         xml='<w:p><w:r><w:rPr><w:rFonts w:eastAsia="某某手书"/></w:rPr><w:t>甲</w:t></w:r></w:p>'),
    word("没有接受的修订", "T124", "第1段", "插入",
         xml='<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>乙</w:t></w:r></w:ins></w:p>'),
    # What never comes into a document
    Mistake("批注里的标签", "R762", "批注", "批注",
            word=with_part(docx("甲"), "word/comments.xml", "<w:t>{{ 部门.名称 }}</w:t>")),
    Mistake("宏", "R761", "模板.docx", "宏", word=with_part(docx("甲"), "word/vbaProject.bin", "x")),
    Mistake("网上的图片", "R761", "模板.docx", "图片",
            word=related(docx("甲"), "word/document.xml", "image", "http://a.cn/x.png")),
    Mistake("附加的模板", "R761", "模板.docx", "附加的模板",
            word=related(docx("甲"), "word/settings.xml", "attachedTemplate", "http://a.cn/x.dotm")),
    Mistake("指向共享文件夹的链接", "R761", "模板.docx", "外部链接",
            word=related(docx("甲"), "word/document.xml", "hyperlink", r"\\a.cn\x")),
    word("运行程序的域", "R761", "模板.docx", "DDEAUTO", xml=field("DDEAUTO c:\\x cmd")),
    word("读别的文件的域", "R761", "模板.docx", "INCLUDETEXT", xml=field('INCLUDETEXT "c:\\x.docx"')),
    Mistake("文档类型声明", "R760", "模板.docx", "文档类型声明",
            word=replaced(docx("甲"), "word/document.xml", "<w:document",
                          '<!DOCTYPE x [<!ENTITY a "b">]><w:document')),
    Mistake("不是 Word 文档", "R760", "模板.docx", "打不开", word=b"hello"),
]  # fmt: skip
