"""The form that every hostile file claims to hold, so that what is accepted can be checked."""

from __future__ import annotations

from support.paper import Box, Paper, drawn

_PICTURE = """
财政项目支出绩效目标申报表
（2026年度）
项目名称 | ← | 职工法律援助补贴 | ← | 项目性质 | 经常性项目 | 项目类别 | 特定目标类
主管部门 | ← | 澄江区总工会(汇总) | ← | 实施单位 | 澄江区工人文化宫 | ← | ←
计划开始日期 | ← | 2026-01-01 | ← | 计划完成日期 | 2026-12-31 | ← | ←
项目资金⏎(元) | ← | 项目资金总额 | ← | 336,422.50 | 年度资金申请总额 | ← | 336,422.50
↑ | ← | 其中：财政资金 | ← | 336,000.00 | 其中：当年财政拨款 | ← | 330,000.00
↑ | ← | | ← | | 上年结转资金 | ← | 6,000.00
↑ | ← | 其他资金 | ← | 422.50 | 其他资金 | ← | 422.50
项目绩效目标 | 项目总目标 | ← | ← | ← | 年度总体目标 | ← | ←
↑ | 为困难职工提供法律咨询和代理。 | ← | ← | ← | 全年办理法律援助案件一百二十件。 | ← | ←
绩效指标 | 一级指标 | 二级指标 | 三级指标 | ← | ← | 年度(/项目)指标值 | ←
↑ | 成本指标 | 经济成本指标 | 单件补贴标准 | ← | ← | ≤2800.00(元) | ←
↑ | 产出指标 | 数量指标 | 办理法律援助案件数 | ← | ← | ≥120.00(件) | ←
↑ | ↑ | ↑ | 普法讲座场次 | ← | ← | =12.00(场) | ←
↑ | ↑ | 质量指标 | 案件材料合格率 | ← | ← | =100.00(%) | ←
↑ | ↑ | 时效指标 | 补贴发放及时性 | ← | ← | 每季度 | ←
↑ | 效益指标 | 社会效益指标 | 劳动争议调解覆盖面 | ← | ← | 扩大 | ←
↑ | ↑ | 可持续影响指标 | 长效管理制度 | ← | ← | 建立健全 | ←
↑ | 满意度指标 | 服务对象满意度指标 | 受援职工满意度 | ← | ← | ≥95.00(%) | ←
"""

#: the line that every readable file has, whatever else was done to it
NAME = "职工法律援助补贴"
UNIT = "澄江区工人文化宫"
TOTAL = "336,422.50"


def form(*changes: tuple[str, str]) -> Paper:
    """The form with some of its texts changed; a change that hits nothing is an error."""
    paper = drawn(_PICTURE)
    boxes = paper.boxes
    for old, new in changes:
        if not any(old in box.text for box in boxes):
            raise ValueError(f"nothing reads {old!r}")
        boxes = tuple(Box(b.row, b.col, b.text.replace(old, new), b.rows, b.cols) for b in boxes)
    return Paper(boxes, paper.height, paper.width)
