using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>The formula of every optimizer in doubles: the row that a new optimizer adds.</summary>
/// <param name="Create">The optimizer at a rate: of Bop that is γ.</param>
/// <param name="Rates">The names under which rates are reported.</param>
/// <param name="Slots">The names of what is remembered, for the weights <c>a/kernel</c> and <c>b/kernel</c>.</param>
/// <param name="Element">
/// What one element of a layer's weight becomes: from the weight, its gradient, the step from 1 and the rate. Each
/// call makes an element that remembers nothing yet.
/// </param>
internal sealed record OptimizerArithmetic(
    Func<Schedule, OptimizerSpec> Create, string[] Rates, string[] Slots,
    Func<string, Func<double, double, int, double, double>> Element)
{
    private const string Rate = "Learning Rate";

    public static IReadOnlyDictionary<Type, OptimizerArithmetic> Rows { get; } =
        new Dictionary<Type, OptimizerArithmetic>
        {
            [typeof(AdamSpec)] = new(
                rate => Optimize.Adam(rate, 0.8, 0.95, 1e-3), [Rate],
                ["mean/a/kernel", "mean/b/kernel", "square/a/kernel", "square/b/kernel"], _ => Adam(0)),
            [typeof(AdamWSpec)] = new(
                rate => Optimize.AdamW(rate, 0.25, 0.8, 0.95, 1e-3), [Rate],
                ["mean/a/kernel", "mean/b/kernel", "square/a/kernel", "square/b/kernel"], _ => Adam(0.25)),
            [typeof(SgdSpec)] = new(
                rate => Optimize.Sgd(rate, 0.75), [Rate],
                ["momentum/a/kernel", "momentum/b/kernel"], _ => Momentum(0.75)),
            [typeof(NesterovSpec)] = new(
                rate => Optimize.Sgd(rate, 0.75, nesterov: true), [Rate],
                ["momentum/a/kernel", "momentum/b/kernel"], _ => Nesterov(0.75)),
            [typeof(RmsPropSpec)] = new(
                rate => Optimize.RmsProp(rate, 0.75, 0.5, 1e-3, centered: true), [Rate],
                [
                    "square/a/kernel", "square/b/kernel", "mean/a/kernel", "mean/b/kernel",
                    "momentum/a/kernel", "momentum/b/kernel",
                ],
                _ => RmsProp(0.75, 0.5, 1e-3, isCentered: true)),
            [typeof(SignSgdSpec)] = new(
                rate => Optimize.SignSgd(rate, 0.75), [Rate],
                ["momentum/a/kernel", "momentum/b/kernel"], _ => Signum(0.75)),
            [typeof(LionSpec)] = new(
                rate => Optimize.Lion(rate, 0.8, 0.95, 0.25), [Rate],
                ["momentum/a/kernel", "momentum/b/kernel"], _ => Lion(0.8, 0.95, 0.25)),
            [typeof(BopSpec)] = new(
                rate => Optimize.Bop(0.125f, rate), ["Threshold", "Gamma"],
                ["average/a/kernel", "average/b/kernel"], _ => Bop(0.125)),
            [typeof(CaseSpec)] = new(
                rate => Optimize.Case(
                    Optimize.Sgd(rate),
                    ("slow", weight => weight.Layer == "b", Optimize.Sgd(rate, 0.5))),
                [Rate, Rate + "/slow"], ["momentum/b/kernel"], layer => Momentum(layer == "b" ? 0.5 : 0)),
        };

    // Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1; with a decay Loshchilov and Hutter 2019,
    // https://arxiv.org/abs/1711.05101, algorithm 2: the weight loses η·λ of itself, apart from the averages.
    private static Func<double, double, int, double, double> Adam(double decay)
    {
        double m = 0, v = 0;
        return (w, g, t, rate) =>
        {
            m = (0.8 * m) + (0.2 * g);
            v = (0.95 * v) + (0.05 * g * g);
            var step = m / (1 - Math.Pow(0.8, t)) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-3);
            return w - (rate * (step + (decay * w)));
        };
    }

    // Polyak's momentum as torch.optim.SGD documents it, without dampening: b ← μ·b + g, w ← w − η·b.
    private static Func<double, double, int, double, double> Momentum(double momentum)
    {
        double b = 0;
        return (w, g, _, rate) =>
        {
            b = (momentum * b) + g;
            return w - (rate * b);
        };
    }

    // torch.optim.SGD's nesterov=True: b ← μ·b + g, then g + μ·b goes in b's place.
    private static Func<double, double, int, double, double> Nesterov(double momentum)
    {
        double b = 0;
        return (w, g, _, rate) =>
        {
            b = (momentum * b) + g;
            return w - (rate * (g + (momentum * b)));
        };
    }

    // keras.io/api/optimizers/rmsprop, as Keras 3 computes it: ε within the root, the rate within the momentum.
    public static Func<double, double, int, double, double> RmsProp(
        double rho, double momentum, double epsilon, bool isCentered)
    {
        double v = 0, m = 0, b = 0;
        return (w, g, _, rate) =>
        {
            v = (rho * v) + ((1 - rho) * g * g);
            m = (rho * m) + ((1 - rho) * g);
            b = (momentum * b) + (rate * g / Math.Sqrt(v - (isCentered ? m * m : 0) + epsilon));
            return w - b;
        };
    }

    // Bernstein et al. 2018, https://arxiv.org/abs/1802.04434, algorithm 2.
    public static Func<double, double, int, double, double> Signum(double momentum)
    {
        double m = 0;
        return (w, g, _, rate) =>
        {
            m = (momentum * m) + ((1 - momentum) * g);
            return w - (rate * Math.Sign(m));
        };
    }

    // Chen et al. 2023, https://arxiv.org/abs/2302.06675, algorithm 2.
    public static Func<double, double, int, double, double> Lion(double beta1, double beta2, double decay)
    {
        double m = 0;
        return (w, g, _, rate) =>
        {
            var way = Math.Sign((beta1 * m) + ((1 - beta1) * g));
            m = (beta2 * m) + ((1 - beta2) * g);
            return w - (rate * (way + (decay * w)));
        };
    }

    // Helwegen et al. 2019, https://arxiv.org/abs/1906.02107, algorithm 1, as Larq's Bop has it: m ← (1 − γ)·m + γ·g; a
    // weight turns where w·m > τ, and is otherwise its sign.
    private static Func<double, double, int, double, double> Bop(double threshold)
    {
        double m = 0;
        return (w, g, _, gamma) =>
        {
            m = ((1 - gamma) * m) + (gamma * g);
            double sign = w < 0 ? -1 : 1;
            return w * m > threshold ? -sign : sign;
        };
    }
}
