using Microsoft.ML.Larq.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Keeps gradients where |x| ≤ c and drops them elsewhere.</summary>
/// <param name="clipValue">c, above 0.</param>
internal sealed class ClipWindow(float clipValue)
{
    private readonly Scalar _clip = clipValue;

    /// <summary>A quantizer's window; null where every gradient passes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clipValue"/> is 0, negative or NaN.</exception>
    public static ClipWindow? Of(float? clipValue, string quantizer) => clipValue switch
    {
        null => null,
        > 0 => new ClipWindow(clipValue.Value),
        _ => throw new ArgumentOutOfRangeException(
            nameof(clipValue), clipValue,
            $"{quantizer}: clipValue must be above 0, or null for no window; got {clipValue}."),
    };

    /// <summary>
    /// select(|x| ≤ c, gradient, 0): outside the window, and where x is NaN, an infinite or NaN gradient is dropped
    /// too, which a product would turn into NaN.
    /// </summary>
    public Tensor Select(Tensor input, Tensor gradient)
    {
        // On a CPU, torch.where branches on every element and takes twice as long as product and check together.
        // A finite sum proves that no product was ∞·0 or NaN·0, and then product and selection agree.
        // A sum that overflows only means the slow way. With gradients of gradients asked for, autograd needs
        // the operation itself; on a GPU, the check would wait for the device.
        if (!is_grad_enabled() && input.device_type == DeviceType.CPU)
        {
            var product = input.abs().le_(_clip).mul_(gradient);
            using var sum = product.sum();
            if (double.IsFinite(sum.Value()))
                return product;
            product.Dispose();
        }

        using var inside = input.abs().le(_clip);
        using var zero = zeros([], dtype: gradient.dtype, device: gradient.device);
        return where(inside, gradient, zero);
    }
}
