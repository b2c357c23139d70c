package io.newstide.duplicate;

/** Invented news for the tests of this room. */
final class Texts {

  static final String TITLE = "澜江老城水管网改造提前完工";

  /** Five sentences, a figure or two in most. */
  static final String BODY =
      """
      澜江市水务局5月9日宣布，老城片区供水管网改造工程比计划提前23天完工，惠及居民4.6万户。
      工程总投资1.8亿元，更换铸铁旧管112公里，新建加压泵站3座。
      家住白塔街道的退休教师何美兰说，过去一到傍晚，六楼的水龙头只剩一根细线，如今洗菜做饭两不误。
      施工队把大部分作业放在夜间，第二天清晨恢复路面，沿街商铺没有一家因此停业。
      下一步，水务部门将为每个小区装上智能水表，漏损率力争降到8%以下。
      """;

  private Texts() {}

  static String[] sentences() {
    return BODY.strip().split("\n");
  }

  /** A weather warning, as it is issued again and again. */
  static String warning(String district, String colour, String time, String millimetres) {
    return "%s气象台%s发布暴雨%s预警信号：预计未来三小时，%s大部分地区将出现%s毫米以上降水，山洪、城市内涝风险较高，请有关单位和市民加强防范，减少外出，远离河道。"
        .formatted(district, time, colour, district, millimetres);
  }
}
