"""What libraries draw for networks of each family: the facts in families.txt.

Small networks are built by torchvision, timm and Hugging Face transformers. Of each tensor the name, the shape and
four statistics are printed; tensors that differ only in the number of their block, and in nothing but chance, share
a line, with "#" for the number. Run: python families.py > families.txt
"""

import math
import re

import timm
import torch
import torchvision
import transformers
from torch import nn
from torchvision import models

WIDTHS = dict(hidden_size=96, intermediate_size=224, num_attention_heads=4)
TEXT = dict(WIDTHS, num_hidden_layers=3, vocab_size=500)
IMAGE = dict(WIDTHS, num_hidden_layers=3, image_size=64)
T5 = dict(num_layers=2, d_model=96, d_ff=160, num_heads=4, d_kv=16, vocab_size=400)


def hugging_face(name, config, some=".", **sizes):
    """`some`: what the names of the tensors that are kept begin with."""
    return lambda: kept(getattr(transformers, name)(getattr(transformers, config)(**sizes)).state_dict(), some)


def vision(name, some=".", **sizes):
    return lambda: kept(getattr(models, name)(num_classes=100, **sizes).state_dict(), some)


def pytorch_image_models(name, some=".", **sizes):
    return lambda: kept(timm.create_model(name, num_classes=100, **sizes).state_dict(), some)


def kept(state, some):
    return {name: tensor for name, tensor in state.items() if re.match(some, name)}


def torchvision_vit():
    return models.VisionTransformer(
        image_size=64, patch_size=16, num_layers=2, num_heads=4, hidden_dim=96, mlp_dim=224, num_classes=100
    ).state_dict()


def torchvision_swin():
    return kept(models.SwinTransformer(
        patch_size=[4, 4], embed_dim=24, depths=[2, 2], num_heads=[2, 4], window_size=[7, 7], num_classes=100
    ).state_dict(), r"features\.[0-2]\.|norm|head")


def torchvision_swin_v2():
    swin = models.swin_transformer
    return kept(models.SwinTransformer(
        patch_size=[4, 4],
        embed_dim=24,
        depths=[2, 2],
        num_heads=[2, 4],
        window_size=[8, 8],
        num_classes=100,
        block=swin.SwinTransformerBlockV2,
        downsample_layer=swin.PatchMergingV2,
    ).state_dict(), r"features\.[0-2]\.|norm|head")


def torchvision_convnext():
    setting = models.convnext.CNBlockConfig
    return kept(models.ConvNeXt([setting(24, 48, 2), setting(48, 96, 2), setting(96, None, 1)], num_classes=100).state_dict(), r"features\.[0-3]\.|classifier")


def torchvision_max_vit():
    return kept(models.MaxVit(
        input_size=(56, 56),
        stem_channels=16,
        partition_size=7,
        block_channels=[16, 32],
        block_layers=[1, 1],
        head_dim=8,
        stochastic_depth_prob=0,
        num_classes=100,
    ).state_dict(), r"stem|blocks\.0|classifier")


def gpt_neox():
    """gpt-neox's megatron/model/init_functions.py: small_init for all but what is added to the residual stream."""
    state = hugging_face("GPTNeoXForCausalLM", "GPTNeoXConfig", **TEXT)()
    layers, width = TEXT["num_hidden_layers"], TEXT["hidden_size"]
    for name, tensor in state.items():
        if name.endswith(("attention.dense.weight", "mlp.dense_4h_to_h.weight")):
            nn.init.normal_(tensor, mean=0.0, std=2 / layers / math.sqrt(width))
        elif tensor.dim() == 2:
            nn.init.normal_(tensor, mean=0.0, std=math.sqrt(2 / (5 * width)))
    return state


def mamba():
    """mamba_ssm: Mamba.__init__ and _init_weights of mixer_seq_simple.py."""
    layers, width, states, rank = 3, 96, 16, 6
    state = {"backbone.embedding.weight": nn.init.normal_(torch.empty(500, width), std=0.02)}
    for i in range(layers):
        mixer = f"backbone.layers.{i}.mixer."
        inner = 2 * width
        layer = {
            "in_proj": nn.Linear(width, 2 * inner, bias=False),
            "conv1d": nn.Conv1d(inner, inner, 4, groups=inner),
            "x_proj": nn.Linear(inner, rank + 2 * states, bias=False),
            "dt_proj": nn.Linear(rank, inner),
            "out_proj": nn.Linear(inner, width, bias=False),
        }
        nn.init.uniform_(layer["dt_proj"].weight, -(rank**-0.5), rank**-0.5)
        steps = torch.exp(torch.rand(inner) * (math.log(0.1) - math.log(0.001)) + math.log(0.001)).clamp(min=1e-4)
        layer["dt_proj"].bias.data = steps + torch.log(-torch.expm1(-steps))
        nn.init.kaiming_uniform_(layer["out_proj"].weight, a=math.sqrt(5))
        layer["out_proj"].weight.data /= math.sqrt(layers)
        state[mixer + "A_log"] = torch.log(torch.arange(1, states + 1).float().repeat(inner, 1))
        state[mixer + "D"] = torch.ones(inner)
        for name, module in layer.items():
            state.update({mixer + name + "." + key: value for key, value in module.state_dict().items()})
        state[f"backbone.layers.{i}.norm.weight"] = torch.ones(width)
    state["backbone.norm_f.weight"] = torch.ones(width)
    state["lm_head.weight"] = state["backbone.embedding.weight"]
    return state


NETWORKS = [
    ("gpt2", "transformers GPT2LMHeadModel", hugging_face("GPT2LMHeadModel", "GPT2Config", n_layer=3, n_embd=96, n_head=4, vocab_size=500)),
    ("llama", "transformers LlamaForCausalLM", hugging_face("LlamaForCausalLM", "LlamaConfig", **TEXT)),
    ("llama", "transformers Qwen3ForCausalLM", hugging_face("Qwen3ForCausalLM", "Qwen3Config", **TEXT)),
    ("llama", "transformers MixtralForCausalLM", hugging_face("MixtralForCausalLM", "MixtralConfig", num_local_experts=2, num_key_value_heads=2, **TEXT)),
    ("bert", "transformers BertForPreTraining", hugging_face("BertForPreTraining", "BertConfig", **TEXT)),
    ("bert", "transformers DistilBertForMaskedLM", hugging_face("DistilBertForMaskedLM", "DistilBertConfig", n_layers=2, dim=96, hidden_dim=224, n_heads=4, vocab_size=500)),
    ("t5", "transformers T5ForConditionalGeneration", hugging_face("T5ForConditionalGeneration", "T5Config", **T5)),
    ("t5", "transformers T5ForQuestionAnswering, gated and untied", hugging_face("T5ForQuestionAnswering", "T5Config", feed_forward_proj="gated-gelu", tie_word_embeddings=False, **T5)),
    ("gpt-neox", "gpt-neox's functions, names of GPTNeoXForCausalLM", gpt_neox),
    ("hf-gpt-neox", "transformers GPTNeoXForCausalLM", hugging_face("GPTNeoXForCausalLM", "GPTNeoXConfig", **TEXT)),
    ("vit", "transformers ViTForMaskedImageModeling", hugging_face("ViTForMaskedImageModeling", "ViTConfig", **IMAGE)),
    ("deit", "transformers DeiTForImageClassificationWithTeacher", hugging_face("DeiTForImageClassificationWithTeacher", "DeiTConfig", **IMAGE)),
    ("torchvision-vit", "torchvision VisionTransformer", torchvision_vit),
    ("timm-vit", "timm vit_small_patch14_reg4_dinov2", pytorch_image_models("vit_small_patch14_reg4_dinov2", img_size=56, embed_dim=96, depth=2, num_heads=4)),
    ("timm-vit", "timm deit_tiny_distilled_patch16_224", pytorch_image_models("deit_tiny_distilled_patch16_224", img_size=64, embed_dim=96, depth=2)),
    ("timm-deit3", "timm deit3_small_patch16_224", pytorch_image_models("deit3_small_patch16_224", img_size=64, embed_dim=96, depth=2)),
    ("swin", "torchvision SwinTransformer", torchvision_swin),
    ("swin", "torchvision SwinTransformer of version 2", torchvision_swin_v2),
    ("hf-swin", "transformers SwinForMaskedImageModeling", hugging_face("SwinForMaskedImageModeling", "SwinConfig", some=r"swin\.(emb|encoder\.layers\.0|layernorm)|decoder", depths=[2, 2], num_heads=[2, 4], embed_dim=24, use_absolute_embeddings=True)),
    ("timm-swin", "timm swin_tiny_patch4_window7_224", pytorch_image_models("swin_tiny_patch4_window7_224", r"patch|layers\.0|norm|head", embed_dim=24, depths=(2, 2), num_heads=(2, 4))),
    ("maxvit", "torchvision MaxVit", torchvision_max_vit),
    ("clip", "transformers CLIPModel", hugging_face("CLIPModel", "CLIPConfig", text_config=dict(TEXT, num_hidden_layers=2), vision_config=dict(IMAGE, hidden_size=64), projection_dim=64)),
    ("convnext", "torchvision ConvNeXt", torchvision_convnext),
    ("convnext", "timm convnextv2_atto", pytorch_image_models("convnextv2_atto", r"stem|stages\.[01]|head", depths=(2, 1, 1, 1))),
    ("convnext", "transformers ConvNextForImageClassification", hugging_face("ConvNextForImageClassification", "ConvNextConfig", some=r"convnext\.(emb|encoder\.stages\.[01]|layernorm)|classifier", depths=[2, 1, 1, 1], hidden_sizes=[48, 96, 96, 96])),
    ("resnet", "torchvision resnet18", vision("resnet18")),
    ("resnet", "torchvision resnext50_32x4d", vision("resnext50_32x4d", "conv1|bn1|layer[12]|fc")),
    ("resnet", "transformers ResNetForImageClassification", hugging_face("ResNetForImageClassification", "ResNetConfig", some=r"resnet\.(emb|encoder\.stages\.[01])|classifier", depths=[2, 1, 1, 1], hidden_sizes=[32, 64, 96, 128], embedding_size=16)),
    ("timm-resnet", "timm resnet18", pytorch_image_models("resnet18", "conv1|bn1|layer[12]|fc")),
    ("timm-resnet", "timm seresnext26d_32x4d", pytorch_image_models("seresnext26d_32x4d", "conv1|bn1|layer[12]|fc")),
    ("vgg", "torchvision vgg11_bn", vision("vgg11_bn", r"features|classifier\.6", init_weights=True)),
    ("mobilenet", "torchvision mobilenet_v2", vision("mobilenet_v2", r"features\.([0-3]|18)\.|classifier")),
    ("mobilenet", "torchvision mobilenet_v3_small", vision("mobilenet_v3_small", r"features\.([0-3]|12)\.|classifier")),
    ("efficientnet", "torchvision efficientnet_b0", vision("efficientnet_b0", r"features\.([0-2]|8)\.|classifier")),
    ("timm-efficientnet", "timm efficientnet_b0", pytorch_image_models("efficientnet_b0", r"conv_|bn|blocks\.[01]\.|classifier")),
    ("timm-efficientnet", "timm mobilenetv4_conv_small", pytorch_image_models("mobilenetv4_conv_small", r"conv_|blocks\.(0|2\.[01])\.|classifier")),
    ("densenet", "torchvision densenet121", vision("densenet121", r"features\.(conv|norm|denseblock1|transition1)|classifier")),
    ("regnet", "torchvision regnet_y_400mf", vision("regnet_y_400mf", r"stem|trunk_output\.block1\.|fc")),
    ("mnasnet", "torchvision mnasnet0_5", vision("mnasnet0_5", r"layers\.([0-8]|14|15)\.|classifier")),
    ("squeezenet", "torchvision squeezenet1_1", vision("squeezenet1_1")),
    ("googlenet", "torchvision googlenet", vision("googlenet", "conv1|inception3a|aux1|fc", init_weights=True)),
    ("inception", "torchvision inception_v3", vision("inception_v3", "Conv2d_1a|Mixed_5b|AuxLogits|fc", init_weights=True)),
    ("mamba", "mamba_ssm's functions and names", mamba),
    ("hf-mamba", "transformers MambaForCausalLM", hugging_face("MambaForCausalLM", "MambaConfig", num_hidden_layers=3, hidden_size=96, vocab_size=500)),
]


def lines(state):
    """One line for all tensors that differ only in one number, and in chance."""
    groups = {}
    for name, tensor in state.items():
        if not tensor.dtype.is_floating_point or re.search("running_|coords_table", name):
            continue
        values = tensor.double().flatten()
        constant = values[0].item() if values.numel() > 0 and bool((values == values[0]).all()) else None
        key = (re.sub(r"\.\d+\.", ".#.", name, count=1), tuple(tensor.shape), constant)
        groups.setdefault(key, []).append((name, values))
    for (pattern, shape, _), members in groups.items():
        numbers = [m.group(1) for m in (re.search(r"\.(\d+)\.", name) for name, _ in members) if m]
        values = torch.cat([values for _, values in members])
        statistics = [values.mean(), values.std(unbiased=False), values.min(), values.max()]
        yield " ".join(
            [pattern, ",".join(numbers) or "-", "x".join(map(str, shape)) or "-"]
            + [f"{value.item():.6g}" for value in statistics]
        )


print(f"# torch {torch.__version__}, torchvision {torchvision.__version__}, timm {timm.__version__}, transformers {transformers.__version__}")
print("# name, numbers in place of #, shape, mean, standard deviation, least, greatest")
for seed, (family, title, network) in enumerate(NETWORKS):
    torch.manual_seed(seed)
    print(f"[{family}] {title}")
    for line in lines(network()):
        print(line)
