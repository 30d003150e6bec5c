using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>Writes the functions that make a prediction of scores; '@' stands for what names begin with.</summary>
internal static class CEndingFunctions
{
    /// <summary>The functions.</summary>
    /// <param name="big">The name in capitals.</param>
    /// <param name="network">The network.</param>
    /// <param name="ending">What its outputs mean.</param>
    public static string Of(string big, NetworkDefinition network, CEnding ending)
    {
        var missing = Missing(ending.Use.TakesMissing(network), big);
        return Labels(ending) + ending.Use.Task switch
        {
            LearningTask.MulticlassClassification => missing + Classes(big, network, ending),
            LearningTask.BinaryClassification => missing + TwoClasses(big, network, ending),
            LearningTask.Regression => missing + Number(big, network, ending),
            _ => "",
        };
    }

    private static string Classes(string big, NetworkDefinition network, CEnding ending) => $$"""

            int32_t @predict(const float *input, @memory *memory)
            {
                int32_t best = 0;
                {{Check(ending.Use.TakesMissing(network), big, "-1")}}@score(input, memory->scores, memory);
                for (int32_t i = 0; i < {{big}}_OUTPUTS; i++) {
                    if (memory->scores[i] != memory->scores[i]) return -1;
                    if (memory->scores[i] > memory->scores[best]) best = i;
                }
                return best;
            }

            void @probabilities(const float *scores, float *probabilities)
            {
                float most = -INFINITY, sum = 0.0f;
                for (int32_t i = 0; i < {{big}}_OUTPUTS; i++) {
                    probabilities[i] = scores[i] / {{CText.Of(ending.Use.Temperature)}};
                    if (probabilities[i] != probabilities[i] || probabilities[i] > most) most = probabilities[i];
                }
                for (int32_t i = 0; i < {{big}}_OUTPUTS; i++) {
                    probabilities[i] = expf(probabilities[i] - most);
                    sum += probabilities[i];
                }
                for (int32_t i = 0; i < {{big}}_OUTPUTS; i++) probabilities[i] /= sum;
            }

            """;

    private static string TwoClasses(string big, NetworkDefinition network, CEnding ending) => $$"""

            int32_t @predict(const float *input, @memory *memory)
            {
                {{Check(ending.Use.TakesMissing(network), big, "-1")}}@score(input, memory->scores, memory);
                if (memory->scores[0] != memory->scores[0]) return -1;
                return memory->scores[0] > 0.0f ? 1 : 0;
            }

            float @probability(float score)
            {
                score /= {{CText.Of(ending.Use.Temperature)}};
                return 1.0f / (1.0f + expf(-score));
            }

            """;

    private static string Number(string big, NetworkDefinition network, CEnding ending) => $$"""

            float @predict(const float *input, @memory *memory)
            {
                float number;
                double wide;
                {{Check(ending.Use.TakesMissing(network), big, "NAN")}}@score(input, memory->scores, memory);
                number = memory->scores[0] * {{CText.Of(ending.Use.LabelDeviation)}};
                number += {{CText.Of(ending.Use.LabelMean)}};
                if (isfinite(number) || !isfinite(memory->scores[0])) return number;
                wide = (double)memory->scores[0] * (double){{CText.Of(ending.Use.LabelDeviation)}};
                wide += (double){{CText.Of(ending.Use.LabelMean)}};
                if (wide > (double)FLT_MAX) return FLT_MAX;
                return wide < -(double)FLT_MAX ? -FLT_MAX : (float)wide;
            }

            """;

    private static string Labels(CEnding ending) => ending.Labels is { } labels
        ? "\nconst char *const @labels[" + CText.Of(labels.Count) + "] = {\n"
            + CText.List(labels.Select(CText.String)) + "\n};\n"
        : "";

    // The scores become NaN, so that probabilities made of them are not those of the row before.
    private static string Check(bool takesMissing, string big, string result) => takesMissing
        ? ""
        : $$"""
            if (@missing(input)) {
                    for (int32_t i = 0; i < {{big}}_OUTPUTS; i++) memory->scores[i] = NAN;
                    return {{result}};
                }

            """ + "    ";

    private static string Missing(bool takesMissing, string big) => takesMissing
        ? ""
        : $$"""

            static int @missing(const float *input)
            {
                for (int32_t i = 0; i < {{big}}_INPUTS; i++)
                    if (input[i] != input[i]) return 1;
                return 0;
            }

            """;
}
