"""How hospitals head their columns. First the headings that need no thought, then other words for the same.

Inside a field the order is a preference: of two columns that could be the diagnosis, the earlier word wins.
Written as they are compared: no blanks, no punctuation, small letters (see `vocabulary.plain`).
Adding a hospital's heading means adding it here and to the table in the tests.
"""

from __future__ import annotations

from patients.importing.fields import Field

EXACT: dict[Field, str] = {
    Field.HIS_VISIT_NO: "就诊流水号 his就诊号 就诊号 就诊序列号 visitno visitnumber",
    Field.MRN: "病案号 病历号 mrn medicalrecordnumber",
    Field.INPATIENT_NO: "住院号 inpatientno inpatientnumber",
    Field.NAME: "姓名 患者姓名 病人姓名 name patientname",
    Field.SEX: "性别 患者性别 sex gender",
    Field.BIRTH_DATE: "出生日期 出生年月日 生日 birthdate dateofbirth dob",
    Field.AGE: "年龄 患者年龄 age",
    Field.AGE_UNIT: "年龄单位 ageunit",
    Field.ADDRESS: "家庭住址 住址 地址 address",
    Field.PHONE: "联系电话 本人电话 患者电话 电话 手机 手机号 手机号码 phone mobile telephone",
    Field.CONTACT_NAME: "联系人 联系人姓名 contactname contact",
    Field.CONTACT_RELATION: "与患者关系 联系人关系 relation relationship",
    Field.CONTACT_PHONE: "联系人电话 contactphone",
    Field.LANGUAGE: "语言 语种 方言 language dialect",
    Field.HEARING: "听力 听力情况 hearing",
    Field.REMARK: "沟通提醒 备注 remark remarks note notes",
    Field.DO_NOT_CALL: "请勿致电 不接受回访 拒绝回访 donotcall",
    Field.DO_NOT_DISCLOSE: "病情保密 对患者保密 不告知病情 donotdisclose",
    Field.VISIT_TYPE: "就诊类型 就诊种类 就诊类别 visittype",
    Field.ARRIVED: "是否到诊 到诊情况 到诊状态 arrived",
    Field.STATUS: "就诊状态 挂号状态 visitstatus",
    Field.FIRST_OR_RETURN: "初复诊 初诊复诊 初诊 firstorreturn firstvisit",
    Field.DEPARTMENT: "科室 就诊科室 department",
    Field.WARD: "病区 ward",
    Field.DOCTOR: "主治医生 主治医师 经治医师 doctor attendingdoctor",
    Field.DIAGNOSIS: "诊断 出院诊断 diagnosis",
    Field.OPERATION: "手术名称 手术 operation surgery procedure",
    Field.ABNORMAL: "异常指标 体检异常 abnormalresults abnormal",
    Field.ORDERS: "出院医嘱 dischargeorders orders",
    Field.PAID: "是否消费 是否缴费 paid",
    Field.AMOUNT: "缴费金额 消费金额 amount",
    Field.APPOINTMENT_AT: "预约时间 预约日期 appointmenttime appointment",
    Field.VISITED_AT: "就诊时间 就诊日期 visittime visitdate",
    Field.ADMITTED_AT: "入院日期 入院时间 admissiondate admissiontime admittedat",
    Field.DISCHARGED_AT: "出院日期 出院时间 dischargedate dischargetime dischargedat",
    Field.LEFT_BY: "离院方式 出院方式 dischargedisposition",
    Field.IGNORE: "序号 no 行号 原因 rownumber whyrejected",
}

OTHER: dict[Field, str] = {
    Field.HIS_VISIT_NO: (
        "就诊编号 就诊id 就诊标识 就诊记录号 门诊流水号 住院流水号 挂号流水号 挂号单号 体检编号"
        " 体检号 visitid encounterid encounterno"
    ),
    Field.MRN: (
        "病案编号 病历编号 病案号码 患者id 病人id 患者编号 病人编号 患者号 登记号 患者主索引 门诊号"
        " 门诊病历号 诊疗卡号 就诊卡号 patientid recordnumber id号 病人id号 患者id号 门诊id 健康卡号"
        " 诊疗号 磁卡号 病案首页号 blh"
    ),
    Field.INPATIENT_NO: "住院编号 住院号码 住院病历号 住院id admissionno admissionnumber",
    Field.NAME: "病员姓名 名字 患者 病人 客户姓名 受检者 受检人 体检人姓名 患者名称 病人名称 patname xm",
    Field.SEX: "病人性别 xb",
    Field.BIRTH_DATE: "出生年月 出生时间 患者出生日期 birthday",
    Field.AGE: "病人年龄 就诊年龄 岁数 周岁 nl",
    Field.ADDRESS: "现住址 现住地址 居住地址 联系地址 家庭地址 通讯地址 详细地址 户口地址 homeaddress",
    Field.PHONE: (
        "移动电话 电话号码 联系方式 联系手机 手机电话 本人手机 本人联系电话 患者联系电话 患者手机"
        " 病人电话 病人联系电话 联系号码 家庭电话 固定电话 座机 备用电话 其他电话 电话1 电话2 手机1"
        " 手机2 联系电话1 联系电话2 phonenumber mobilephone cellphone tel 患者联系方式 患者手机号"
        " 病人手机号 本人手机号 联系电话号码 lxdh"
    ),
    Field.CONTACT_NAME: (
        "家属姓名 家属 紧急联系人 紧急联系人姓名 亲属姓名 监护人 监护人姓名 contactperson"
        " emergencycontact nextofkin"
    ),
    Field.CONTACT_RELATION: (
        "关系 与病人关系 与本人关系 与患者的关系 联系人与患者关系 家属关系 亲属关系 家属与患者关系"
    ),
    Field.CONTACT_PHONE: (
        "联系人手机 联系人手机号 联系人联系电话 联系人联系方式 联系人电话号码 家属电话 家属手机"
        " 家属联系电话 紧急联系电话 紧急联系人电话 紧急联系人手机 亲属电话 监护人电话 电话联系人"
        " 电话家属 emergencyphone 家属联系方式 亲属联系方式 紧急联系方式 家属手机号 联系人1电话"
        " 母亲电话 陪护人电话"
    ),
    Field.LANGUAGE: "语言习惯 沟通语言 使用语言 民族语言",
    Field.HEARING: "听力障碍 听力状况 听力下降 hardofhearing",
    Field.REMARK: "注意事项 特殊说明 特殊提醒 说明 回访备注 comment comments",
    Field.DO_NOT_CALL: (
        "免回访 不回访 勿扰 拒访 请勿打扰 免打扰 dnc 是否同意回访 是否愿意接受回访 是否同意随访 回访意愿"
    ),
    Field.DO_NOT_DISCLOSE: "保密 是否保密 病情是否保密 诊断保密 保护性医疗 不知情",
    Field.VISIT_TYPE: (
        "患者类型 病人类型 病人类别 患者类别 患者来源 病人来源 类型 类别 就诊方式 就诊性质 visitkind"
        " patienttype encountertype 门诊住院 住院门诊 门诊住院标志 业务类型 号别 号类 挂号类别"
        " 挂号类型"
    ),
    Field.ARRIVED: "是否就诊 是否来院 是否到院",
    Field.STATUS: "预约状态 号源状态 门诊状态 登记状态 状态 status appointmentstatus registrationstatus",
    Field.FIRST_OR_RETURN: "是否初诊 初诊标志 初复诊标志 初诊或复诊 首诊",
    Field.DEPARTMENT: (
        "科室名称 出院科室 科别 就诊科室名称 所在科室 入院科室 住院科室 挂号科室 接诊科室 开单科室"
        " 体检科室 dept clinic 就诊科别 出院科别 deptname 看诊科室 门诊科室 科室名 cyks"
    ),
    Field.WARD: "病区名称 出院病区 所在病区 护理单元 入院病区 病房 护理组",
    Field.DOCTOR: (
        "医生 医师 主管医生 主管医师 责任医生 责任医师 管床医生 管床医师 住院医师 接诊医生 接诊医师"
        " 就诊医生 就诊医师 经治医生 医生姓名 医师姓名 门诊医生 门诊医师 主检医生 physician 主诊医师"
        " 主诊医生 看诊医生 床位医生 首诊医生 挂号医生 attendingphysician doctorname"
    ),
    Field.DIAGNOSIS: (
        "主要诊断 出院主要诊断 出院主诊断 第一诊断 诊断名称 主诊断 临床诊断 门诊诊断 初步诊断"
        " 入院诊断 疾病名称 疾病诊断 诊断描述 西医诊断 primarydiagnosis diagname cyzd"
    ),
    Field.OPERATION: (
        "手术操作 手术及操作 手术操作名称 主要手术 手术方式 术式 手术名 手术及操作名称 主要手术名称"
    ),
    Field.ABNORMAL: "异常结果 异常项目 异常情况 阳性指标 阳性结果 体检结论 异常 总检结论 阳性发现",
    Field.ORDERS: "医嘱 出院指导 出院带药 出院小结医嘱",
    Field.PAID: "消费 是否付费 是否交费 缴费状态 消费情况 消费状态 是否成交 收费状态",
    Field.AMOUNT: (
        "金额 总金额 费用 总费用 消费额 缴费 住院费用 实收金额 total cost fee 费用合计 医疗费用 应收金额"
    ),
    Field.APPOINTMENT_AT: "预约就诊时间 预约就诊日期 预约到诊时间 appointmentdate",
    Field.VISITED_AT: (
        "到诊时间 到诊日期 到院时间 来院时间 接诊时间 看诊时间 体检日期 体检时间 检查日期 挂号时间"
        " 挂号日期 visitedat 接诊日期 看诊日期 就诊开始时间 门诊日期 门诊时间 报到时间 取号时间"
        " 总检日期 登记时间 登记日期 日期"
    ),
    Field.ADMITTED_AT: "住院日期 住院时间 入科时间 admitted 入科日期 住院登记时间 admitdate ryrq indate",
    Field.DISCHARGED_AT: "离院时间 离院日期 出科时间 discharged 出院登记时间 出院结算时间 cyrq outdate",
    Field.LEFT_BY: (
        "离院方式名称 离院方式代码 离院方式编码 离院去向 出院去向 出院情况 出院状态 转归 治疗结果"
        " 出院转归 转归情况 是否死亡 死亡标志 死亡标识 死亡 死亡时间 死亡日期"
    ),
    Field.IGNORE: (
        "编号 序 id serial serialnumber 拒绝原因 为什么拒绝 怎么改 文件行号 row reason 打印时间 费别"
        " 医保类型 付费方式 住院次数 就诊次数 诊断编码 诊断代码"
    ),
}

# These often begin again every day; a number that returns would be taken for the same visit: only suggested.
SUGGESTED: dict[Field, str] = {Field.HIS_VISIT_NO: "流水号 挂号号 挂号序号 门诊序号 排队号 就诊序号"}

# Identity numbers are not needed to call anybody: they are never taken in, nor kept with rejected rows.
IDENTITY = (
    "身份证 身份证号 身份证号码 证件号 证件号码 证件编号 公民身份号码 患者身份证号 联系人身份证号"
    " 居民身份证 社保卡号 医保卡号 医保号 社会保障号 护照号 银行卡号 idcard idno idnumber nationalid"
    " identitynumber passport passportno"
)

# Of a heading with one of these, a telephone or a name is not the patient's own: somebody of the hospital,
STAFF = (
    "医生 医师 护士 科室 病区 主管 操作 收费 经办 医院 录入 客服 doctor physician nurse ward"
    " department clinic operator cashier"
)
# … or somebody of the patient's.
RELATIVES = (
    "联系人 家属 亲属 母亲 父亲 家长 子女 儿子 女儿 配偶 丈夫 妻子 监护 陪护 紧急"
    " emergency nextofkin mother father spouse guardian relative"
)

# A heading that merely contains one of these is guessed: "患者常用手机号（必填）".
PARTS: tuple[tuple[str, Field], ...] = (
    ("身份证", Field.IGNORE),
    ("证件", Field.IGNORE),
    ("联系人电话", Field.CONTACT_PHONE),
    ("家属电话", Field.CONTACT_PHONE),
    ("联系人关系", Field.CONTACT_RELATION),
    ("出院诊断", Field.DIAGNOSIS),
    ("出院医嘱", Field.ORDERS),
    ("出院科室", Field.DEPARTMENT),
    ("流水号", Field.HIS_VISIT_NO),
    ("病案号", Field.MRN),
    ("病历号", Field.MRN),
    ("住院号", Field.INPATIENT_NO),
    ("出生", Field.BIRTH_DATE),
    ("手机", Field.PHONE),
    ("电话", Field.PHONE),
    ("姓名", Field.NAME),
    ("性别", Field.SEX),
    ("年龄", Field.AGE),
    ("地址", Field.ADDRESS),
    ("诊断", Field.DIAGNOSIS),
    ("科室", Field.DEPARTMENT),
    ("病区", Field.WARD),
    ("预约时间", Field.APPOINTMENT_AT),
    ("入院时间", Field.ADMITTED_AT),
    ("入院日期", Field.ADMITTED_AT),
    ("出院时间", Field.DISCHARGED_AT),
    ("出院日期", Field.DISCHARGED_AT),
    ("就诊时间", Field.VISITED_AT),
    ("就诊日期", Field.VISITED_AT),
    ("备注", Field.REMARK),
)
